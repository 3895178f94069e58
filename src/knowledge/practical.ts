import { z } from 'zod';
import { LANGUAGES, type Language, type Point } from '../messages.ts';
import { distanceMeters } from './distance.ts';
import type { SourceDocument } from './types.ts';

/** Most characters of a card's text (design, section 7). */
const MOST_CHARACTERS = 300;

const text = z.string().trim().min(1, 'must not be empty');
const document = z.strictObject({
  title: text,
  url: z.url(),
  date: z.iso.date('must be the date of the document, YYYY-MM-DD'),
  licence: text.optional(),
});
const said = text.max(MOST_CHARACTERS, `must have at most ${MOST_CHARACTERS} characters`);

/** A card: what is said of one practical matter in every language, and the documents it rests on. */
export const cardSchema = z.strictObject({
  sources: z.array(document).min(1, 'must name at least one document'),
  /** What it says does not change with the years: it is shown without one. */
  timeless: z.boolean().optional(),
  text: z.strictObject(
    Object.fromEntries(LANGUAGES.map((language) => [language, said])) as Record<Language, typeof said>,
  ),
});

/** The city's public toilets: `closed` ones are never named, `seasonal` ones only with that word. */
export const toiletsSchema = z.strictObject({
  source: document,
  toilets: z.array(
    z.strictObject({
      name: text,
      district: text,
      lat: z.number().min(-90).max(90),
      lon: z.number().min(-180).max(180),
      state: z.enum(['open', 'closed', 'seasonal']),
      babyRoom: z.boolean().optional(),
    }),
  ),
});

export type Card = z.output<typeof cardSchema>;
export type Toilet = z.output<typeof toiletsSchema>['toilets'][number];

/** What a pack has beside places: notes on practical matters, by topic, and public toilets. */
export interface Practical {
  cards: ReadonlyMap<string, Card>;
  toilets?: { source: SourceDocument; all: readonly Toilet[] };
}

/** The nearest toilets in service, nearest first, one for each name: a square may have five doors. */
export function nearestToilets(
  toilets: readonly Toilet[],
  point: Point,
  limit: number,
): { toilet: Toilet; meters: number }[] {
  const sorted = toilets
    .filter(({ state }) => state === 'open')
    .map((toilet) => ({ toilet, meters: distanceMeters(point, toilet) }))
    .sort((a, b) => a.meters - b.meters);
  return sorted
    .filter(({ toilet }, index) => sorted.findIndex((each) => each.toilet.name === toilet.name) === index)
    .slice(0, limit);
}
