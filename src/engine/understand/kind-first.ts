import { tokenize } from './tokens.ts';

/** Kinds of place, by the English word behind the name, as Romance languages put them before it. */
const ROMANCE: Partial<Record<string, string[]>> = {
  museum: ['museo', 'musee'],
  palace: ['palacio', 'palais', 'palazzo'],
  pavilion: ['pabellon', 'pavillon', 'padiglione'],
  mosque: ['mezquita', 'mosquee', 'moschea'],
  church: ['iglesia', 'eglise', 'chiesa'],
  tower: ['torre', 'tour'],
  square: ['plaza', 'place', 'piazza'],
  park: ['parque', 'parc', 'parco'],
  bridge: ['puente', 'pont', 'ponte'],
  cistern: ['cisterna', 'citerne'],
  fortress: ['fortaleza', 'forteresse', 'fortezza'],
  hamam: ['hamam', 'hammam'],
};

/** The words before the name, by kind; `elided` before a vowel alone. */
export const KINDS_FIRST = new Map(
  Object.entries(ROMANCE).map(([kind, words = []]) => [
    kind,
    words.flatMap((word) =>
      ['', 'de', 'di', "d'"].map((between) => ({
        words: tokenize(`${word} ${between}`),
        elided: between === "d'",
      })),
    ),
  ]),
);
