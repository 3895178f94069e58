import type { Detail, DraftInput } from '../admin/protocol.ts';

/** What the form holds for one language. */
export interface LanguageFields {
  text: string;
  textB: string;
  linkLabel: string;
  /** Parameters of the template, one a line. */
  parameters: string;
  templateLanguage: string;
}

/** A draft as its form holds it: text as it was typed. */
export interface DraftForm {
  name: string;
  /** In the order in which they were added. */
  languages: Record<string, LanguageFields>;
  compare: boolean;
  /** A language, `none`, or empty for the usual one. */
  fallback: string;
  segment: Record<string, unknown>;
  holdout: string;
  link: string;
  place: string;
  template: string;
  /** Base64; null takes away the one that is stored. */
  picture?: string | null | undefined;
  /** As `datetime-local` has it, by the browser's clock. */
  at: string;
}

export const EMPTY_LANGUAGE: LanguageFields = {
  text: '',
  textB: '',
  linkLabel: '',
  parameters: '',
  templateLanguage: '',
};

export const EMPTY: DraftForm = {
  name: '',
  languages: { en: EMPTY_LANGUAGE },
  compare: false,
  fallback: '',
  segment: {},
  holdout: '0',
  link: '',
  place: '',
  template: '',
  at: '',
};

/** The form of a stored draft. */
export function formOf(detail: Detail): DraftForm {
  const languages = Object.fromEntries(
    Object.entries(detail.texts).map(([language, text]) => [
      language,
      {
        text,
        textB: detail.textsB?.[language] ?? '',
        linkLabel: detail.linkLabels[language] ?? '',
        parameters: (detail.templateParameters[language] ?? []).join('\n'),
        templateLanguage: detail.templateLanguages[language] ?? '',
      },
    ]),
  );
  return {
    name: detail.name,
    languages,
    compare: detail.textsB !== null,
    fallback: detail.fallback ?? 'none',
    segment: detail.segment,
    holdout: String(detail.holdout),
    link: detail.link ?? '',
    place: detail.place ?? '',
    template: detail.template ?? '',
    at: detail.at ? localOf(new Date(detail.at)) : '',
  };
}

/** What is sent for a form; fields that are empty, or belong to ones that are, stay out. */
export function draftOf(form: DraftForm): DraftInput {
  const { at, compare, fallback, holdout, link, name, picture, place, segment, template } = form;
  const languages = Object.entries(form.languages);
  const collect = <T>(read: (fields: LanguageFields) => T, isSet: (value: T) => boolean): Record<string, T> =>
    Object.fromEntries(
      languages.flatMap(([code, fields]) => {
        const value = read(fields);
        return isSet(value) ? [[code, value]] : [];
      }),
    );
  const filled = (text: string): boolean => text.trim() !== '';
  const hasLink = filled(link);
  const hasTemplate = filled(template);
  return {
    name,
    texts: collect(({ text }) => text, filled),
    segment,
    holdout: Number(holdout || '0'),
    ...(compare ? { textsB: collect(({ textB }) => textB, filled) } : {}),
    ...(fallback ? { fallback } : {}),
    ...(hasLink ? { link: link.trim(), linkLabels: collect(({ linkLabel }) => linkLabel, filled) } : {}),
    ...(place ? { place } : {}),
    ...(hasTemplate
      ? {
          template: template.trim(),
          templateParameters: collect(
            ({ parameters }) => linesOf(parameters),
            (lines) => lines.length > 0,
          ),
          templateLanguages: collect(({ templateLanguage }) => templateLanguage, filled),
        }
      : {}),
    ...(picture === undefined ? {} : { picture }),
    ...(at ? { at: new Date(at).toISOString() } : {}),
  };
}

/** What is still missing, as the form can tell by itself; undefined where the server may judge. */
export function missingIn({ compare, languages, name }: DraftForm): string | undefined {
  if (name.trim() === '') return 'Give it a name, so that you find it again.';
  const texts = Object.values(languages);
  if (texts.every(({ text }) => text.trim() === '')) return 'Write what it says, in one language at least.';
  if (compare && texts.some(({ text, textB }) => text.trim() !== '' && textB.trim() === ''))
    return 'Write the second text in each language of the first, or compare no texts.';
  return undefined;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function localOf(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
