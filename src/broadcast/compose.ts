import type { Config } from '../config.ts';
import { phrase } from '../engine/compose/phrases.ts';
import type { Knowledge } from '../knowledge/types.ts';
import { LANGUAGES, type Language } from '../messages.ts';
import { Broadcast, type BroadcastRow, type Texts } from '../store/models/broadcast.ts';
import { record } from './audit.ts';
import { BroadcastError } from './errors.ts';
import { findBroadcast } from './life.ts';
import { storePicture } from './pictures.ts';
import { lengthOf, variablesIn } from './render.ts';
import { readSegment } from './segment.ts';

/** Longest text, in characters: what WhatsApp takes above buttons and Telegram under a picture. */
const MAX_TEXT = 1_024;
const MAX_NAME = 80;
const MAX_LINK = 2_000;
/** Longest label of the link's button: what WhatsApp shows. */
const MAX_LABEL = 20;
/** Most parameters of a template, and the longest of them. */
const MAX_PARAMETERS = 20;
/** Percent of the people of whom none gets anything, at most. */
const MAX_HOLDOUT = 50;
/** Variables of a text: what we know of a person is not for promos. */
const VARIABLES = ['link', 'operator'];

/** What an operator gives for a promo. Languages are those of `LANGUAGES`. */
export interface Draft {
  name: string;
  texts: Record<string, string>;
  /** Other texts, for half of the people, to compare with. */
  textsB?: Record<string, string>;
  /** Language for those whose own has no text; `none` leaves them out. English, else the first given. */
  fallback?: string;
  /** JSON or an object, see segment.ts; everybody without one. */
  segment?: unknown;
  /** Percent. */
  holdout?: number;
  link?: string;
  linkLabels?: Record<string, string>;
  place?: string;
  /** Bytes of a JPEG or PNG; null takes away the one that is there. */
  picture?: Uint8Array | null;
  template?: string;
  templateParameters?: Record<string, string[]>;
  templateLanguages?: Record<string, string>;
  at?: Date;
}

interface ComposeParts {
  config: Pick<Config, 'OPERATOR_NAME' | 'PUBLIC_URL'>;
  knowledge: Knowledge;
}

/**
 * Stores a draft and gives its id.
 * @throws BroadcastError that names what is wrong with it
 */
export async function createBroadcast(draft: Draft, actor: string, parts: ComposeParts): Promise<string> {
  const fields = await checked(draft, parts);
  const row = await Broadcast.create({ ...fields, state: 'draft', createdAt: new Date(), createdBy: actor });
  const id = row.id;
  await record(actor, 'broadcast create', id, { name: fields.name, languages: Object.keys(fields.texts) });
  return id;
}

/**
 * Changes what has not begun; an approval was for what it said before, and is gone.
 * @throws BroadcastError
 */
export async function editBroadcast(
  id: string,
  draft: Draft,
  actor: string,
  parts: ComposeParts,
): Promise<void> {
  const fields = await checked(draft, parts);
  const before = await findBroadcast(id);
  // A picture cannot be read back from a form
  const picture = draft.picture === undefined ? before.picture : fields.picture;
  const changed = await Broadcast.replaceOne(
    { _id: id, state: { $in: ['draft', 'approved'] } },
    {
      ...fields,
      ...(picture ? { picture } : {}),
      state: 'draft',
      createdAt: before.createdAt,
      createdBy: actor,
    },
  );
  if (changed.matchedCount === 0)
    throw new BroadcastError(
      `This broadcast is ${before.state}: only a draft can be changed. Make a new one.`,
    );
  await record(actor, 'broadcast edit', id);
}

type Fields = Pick<BroadcastRow, 'name' | 'texts' | 'segment' | 'holdout'> & Partial<BroadcastRow>;

async function checked(draft: Draft, { config, knowledge }: ComposeParts): Promise<Fields> {
  const name = draft.name.trim();
  if (name === '' || name.length > MAX_NAME)
    throw new BroadcastError(`The name must have 1 to ${MAX_NAME} characters.`);
  const texts = checkedTexts(draft.texts, 'The text', MAX_TEXT);
  const languages = Object.keys(texts) as Language[];
  if (languages.length === 0)
    throw new BroadcastError('There is no text: it needs one in one language at least.', '--text en=…');
  const textsB = draft.textsB ? checkedTexts(draft.textsB, 'The second text', MAX_TEXT) : {};
  const hasB = Object.keys(textsB).length > 0;
  if (hasB && languages.some((each) => textsB[each] === undefined))
    throw new BroadcastError(
      `To compare, the second text must be in the same languages as the first: ${languages.join(', ')}.`,
    );
  const link = draft.link === undefined ? undefined : checkedLink(draft.link);
  const parameters = checkedParameters(draft.templateParameters);
  for (const text of [...Object.values(texts), ...Object.values(textsB), ...Object.values(parameters).flat()])
    checkVariables(text, link, config);
  const labels = checkedTexts(draft.linkLabels ?? {}, 'The link’s label', MAX_LABEL);
  for (const each of [texts, textsB]) checkLengths(each, { link, labels }, config);
  const fallback = fallbackOf(draft.fallback, texts);
  const { holdout = 0, place, template } = draft;
  if (!Number.isInteger(holdout) || holdout < 0 || holdout > MAX_HOLDOUT)
    throw new BroadcastError(`The hold-out must be a whole percent from 0 to ${MAX_HOLDOUT}.`);
  if (place !== undefined && !knowledge.place(place))
    throw new BroadcastError(`The guide knows no place ${place}.`, 'rehber knowledge search TEXT');
  if (template !== undefined && !/^[a-z0-9_]{1,512}$/.test(template))
    throw new BroadcastError('The template’s name must be small letters, digits and _, as Meta has it.');
  if (draft.at && draft.at < new Date()) throw new BroadcastError('The time to start lies in the past.');
  const codes = checkedTexts(draft.templateLanguages ?? {}, 'The template’s language', 15);
  if (!link && Object.keys(labels).length > 0)
    throw new BroadcastError('There is a label for a link, but no link: add one.', '--link https://…');
  checkTemplate(draft, languages);
  return {
    name,
    texts,
    ...(hasB ? { textsB } : {}),
    ...(fallback ? { fallback } : {}),
    segment: readSegment(draft.segment ?? {}, knowledge),
    holdout,
    ...(link ? { link } : {}),
    ...(Object.keys(labels).length > 0 ? { linkLabels: labels } : {}),
    ...(place ? { place } : {}),
    ...(draft.picture ? { picture: await storePicture(draft.picture) } : {}),
    ...(template ? { template, templateParameters: parameters } : {}),
    ...(template && Object.keys(codes).length > 0 ? { templateLanguages: codes } : {}),
    ...(draft.at ? { at: draft.at } : {}),
  };
}

function checkedTexts(given: Record<string, string>, what: string, max: number): Texts {
  const texts: Texts = {};
  for (const [key, value] of Object.entries(given)) {
    const text = value.trim().toWellFormed();
    if (text === '' || text.length > max)
      throw new BroadcastError(`${what} (${key}) must have 1 to ${max} characters; it has ${text.length}.`);
    texts[languageOf(key)] = text;
  }
  return texts;
}

function languageOf(key: string): Language {
  const language = LANGUAGES.find((each) => each === key);
  if (!language) throw new BroadcastError(`There is no language ${key}. There are ${LANGUAGES.join(', ')}.`);
  return language;
}

function checkedParameters(given: Record<string, string[]> = {}): Partial<Record<Language, string[]>> {
  const parameters: Partial<Record<Language, string[]>> = {};
  for (const [key, values] of Object.entries(given)) {
    if (values.length > MAX_PARAMETERS || values.some((each) => each.trim() === '' || each.length > MAX_TEXT))
      throw new BroadcastError(
        `A template takes at most ${MAX_PARAMETERS} parameters (${key}), none empty or over ${MAX_TEXT} characters.`,
      );
    parameters[languageOf(key)] = values;
  }
  return parameters;
}

function checkedLink(link: string): string {
  const url = URL.parse(link);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.href.length > MAX_LINK)
    throw new BroadcastError(
      'The link must be an http or https address, for example https://museum.example.org',
    );
  return url.href;
}

function checkVariables(
  text: string,
  link: string | undefined,
  { OPERATOR_NAME }: ComposeParts['config'],
): void {
  for (const name of variablesIn(text)) {
    if (!VARIABLES.includes(name))
      throw new BroadcastError(
        `There is no variable {{${name}}}: there are {{link}} and {{operator}}. What people are called is not known here.`,
      );
    if (name === 'link' && !link)
      throw new BroadcastError('The text has {{link}}, but there is no link: add one.', '--link https://…');
    if (name === 'operator' && !OPERATOR_NAME)
      throw new BroadcastError('The text has {{operator}}, but OPERATOR_NAME is not set.');
  }
}

/** Text, variables and link must fit together: a channel that cuts could cut the link. */
function checkLengths(
  texts: Texts,
  { labels, link }: { labels: Texts; link: string | undefined },
  { OPERATOR_NAME: operator, PUBLIC_URL: publicUrl }: ComposeParts['config'],
): void {
  for (const [key, text] of Object.entries(texts)) {
    const label = labels[key as Language] ?? phrase(key as Language, 'promoOpen');
    const length = lengthOf(text, label, { link, operator, publicUrl });
    if (length > MAX_TEXT)
      throw new BroadcastError(
        `The text (${key}) has ${length} characters once its variables and its link stand in it; ${MAX_TEXT} are the most that all channels take.`,
      );
  }
}

/** What belongs to a template needs one; and Meta refuses it in a language in which its parameters are missing. */
function checkTemplate(
  { template, templateLanguages = {}, templateParameters = {} }: Draft,
  languages: Language[],
): void {
  const parameters = Object.keys(templateParameters);
  const codes = Object.keys(templateLanguages);
  if (template === undefined && parameters.length + codes.length > 0)
    throw new BroadcastError(
      'There are parameters or languages of a template, but no template: name it.',
      '--template NAME',
    );
  if (parameters.length === 0) return;
  const missing = (codes.length > 0 ? codes : languages).filter((each) => !parameters.includes(each));
  if (missing.length > 0)
    throw new BroadcastError(
      `The template has no parameters in ${missing.join(', ')}: give them in each language of it.`,
    );
}

/** The language whose text others get. @throws BroadcastError where it has none */
export function fallbackOf(given: string | undefined, texts: Texts): Language | undefined {
  if (given === 'none') return undefined;
  if (given === undefined) return texts.en === undefined ? (Object.keys(texts)[0] as Language) : 'en';
  const language = languageOf(given);
  if (texts[language] === undefined)
    throw new BroadcastError(`The fallback is ${given}, but there is no text in it.`);
  return language;
}
