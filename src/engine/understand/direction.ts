import { fold } from '../../knowledge/fold.ts';
import type { Language } from '../../messages.ts';
import type { Named } from './names.ts';
import type { Token } from './tokens.ts';

/** Names as a message has them, tokens `start` up to, not including, `end`. */
export interface Span {
  start: number;
  end: number;
  named: readonly Named[];
  turkishEnding: boolean;
}

/** From where, and to where: the ids of what the names stand for, best first. */
export interface Direction {
  origin?: string[];
  destination?: string[];
  /** Both are said, one of them with a word for it: a way is asked for, whatever else the message says. */
  isWay?: boolean;
  /** Two names stand side by side, with no word that tells their sides. */
  isPair?: boolean;
}

type Side = 'from' | 'to';

const words = (list: string): Set<string> => new Set(list.trim().split(/\s+/u).map(fold));

/**
 * Words before a name that tell its side. Those of all languages that put them there are taken together: travellers mix
 * languages, and no word means one side here and the other side there.
 */
const BEFORE: Record<Side, ReadonlySet<string>> = {
  from: words(`from leaving between zwischen entre tra fra между بين بین von vom ab aus de du des d depuis desde del da dal dalla dallo dall dai dagli
    от из с со من از 从 從 由 自`),
  to: words(`to towards into nach zum zur zu bis ins à au aux vers jusqu jusque pour a al hasta hacia alla allo all ad
    fino до в во на к إلى الى حتى نحو به تا 到 去 至 往`),
};
const ENGLISH = words('from to');
/** Endings and words behind a name, of Japanese and Korean, which are written in single characters here. */
const BEHIND: Record<Side, readonly string[]> = {
  from: ['から', 'より', '에서부터', '에서', '부터', '出发'],
  to: ['まで', 'への', 'へ', 'に', '行き', '까지', '으로', '로', '에'],
};
/** Words between: articles, and what kind of place it is. */
const PASSED =
  words(`the der die das dem den la le les l el los las il lo i gli station metro tram stop square hotel
    станции метро площади площадь вокзала محطة ميدان ایستگاه میدان`);
const PASSED_BEHIND = ['駅', '站', '역', '広場', '广场'];
/** Most words passed over on the way to the word that tells the side. */
const MAX_PASSED = 2;
/** Words between two names of which the first, with no word of its own, is where one starts: "Taksim to Galata". */
const NEAR = 2;

/**
 * Reads who goes from where to where, by the prepositions, case endings and order of the message's language.
 * @param spans the names in the message that stand for places, in its order
 */
export function readDirection(
  spans: readonly Span[],
  tokens: readonly Token[],
  language: Language,
): Direction {
  const sides = spans.map((span) => sideOf(span, tokens, language));
  let origin = spans.find((_, index) => sides[index] === 'from');
  let destination = spans.find((span, index) => sides[index] === 'to' && span !== origin);
  let isPair = false;
  const unmarked = spans.filter((_, index) => sides[index] === undefined);
  if (destination && !origin) {
    origin = unmarked.find(({ end }) => {
      const gap = (destination?.start ?? 0) - end;
      return gap >= 0 && gap <= NEAR;
    });
  } else if (!destination) {
    const [first, second] = unmarked;
    isPair = !origin && first !== undefined && second !== undefined && second.start - first.end < NEAR;
    if (isPair) origin = first;
    destination = isPair ? second : first;
    // "between A and B" marks the first alone, and so does a second "from" a mistake
    destination ??= spans.findLast((span, index) => sides[index] === 'from' && span !== origin);
  }
  const ids = (span: Span | undefined) => (span ? idsOf(span) : []);
  const [from, to] = [ids(origin), ids(destination)];
  return {
    ...(from.length > 0 && from[0] !== to[0] ? { origin: from } : {}),
    ...(to.length > 0 ? { destination: to } : {}),
    ...(isPair && from.length > 0 && to.length > 0 && from[0] !== to[0] ? { isPair } : {}),
    ...(sides.some((side) => side) && from.length > 0 && to.length > 0 ? { isWay: true } : {}),
  };
}

/** What a name stands for, by what a traveller means by it: the quarter, then the sight, then the station. */
function idsOf({ named }: Span): string[] {
  const whole = named.filter(({ shortened, id }) => shortened === 0 && id !== undefined);
  const order = { area: 0, district: 1, place: 2, city: 3 } as const;
  const rank = (one: Named) => (one.kind === 'place' && !one.transit ? 0.5 : order[one.kind]);
  return (whole.length > 0 ? whole : named)
    .toSorted((a, b) => rank(a) - rank(b) || Number(a.transit) - Number(b.transit) || a.rank - b.rank)
    .flatMap(({ id }) => id ?? []);
}

/** Which end of a way a name is, by the words and endings round it. */
export function sideOf(span: Span, tokens: readonly Token[], language: Language): Side | undefined {
  if (language === 'ja' || language === 'ko')
    return sideBehind(span, tokens) ?? sideBefore(span, tokens, language);
  return sideBefore(span, tokens, language) ?? turkishSide(span, tokens) ?? sideBehind(span, tokens);
}

function sideBefore({ start }: Span, tokens: readonly Token[], language: Language): Side | undefined {
  // Arabic joins "to" to the name: "لتقسيم"
  if (/^ل(?=\p{L}{3})/u.test(tokens[start]?.word ?? '') && (tokens[start]?.forms.length ?? 0) > 0)
    return 'to';
  for (let at = start - 1; at >= Math.max(0, start - 1 - MAX_PASSED); at -= 1) {
    const word = tokens[at]?.word ?? '';
    // "de", "da" and "a" are other words in Turkish, and "a" is one in English
    if (language === 'tr' && !ENGLISH.has(word)) return undefined;
    if (language === 'en' && word === 'a') return undefined;
    if (BEFORE.from.has(word)) return 'from';
    if (BEFORE.to.has(word)) return 'to';
    if (!PASSED.has(word)) return undefined;
  }
  return undefined;
}

function sideBehind({ end }: Span, tokens: readonly Token[]): Side | undefined {
  if (!tokens[end]?.dense) return undefined;
  let behind = tokens
    .slice(end, end + 6)
    .map(({ word, dense }) => (dense ? word : ' '))
    .join('');
  for (const word of PASSED_BEHIND.map(fold)) if (behind.startsWith(word)) behind = behind.slice(word.length);
  const starts = (side: Side) => BEHIND[side].some((ending) => behind.startsWith(fold(ending)));
  if (starts('from')) return 'from';
  return starts('to') ? 'to' : undefined;
}

/** Turkish says it by the case: "-den" from, "-e" to. */
function turkishSide({ end, turkishEnding }: Span, tokens: readonly Token[]): Side | undefined {
  const next = tokens[end]?.word ?? '';
  if (/^[dt][ae]n$/u.test(next)) return 'from';
  if (!turkishEnding) return undefined;
  const last = tokens[end - 1]?.word ?? '';
  if (/[dt][ae]n$/u.test(last)) return 'from';
  return /(?:^|[^aeiou])(?:y|n)?[ae]$/u.test(last) ? 'to' : undefined;
}
