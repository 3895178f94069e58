import {
  boundsOf,
  edgeBytes,
  END,
  intersect,
  invert,
  needsValue,
  type Bound,
  type Interval,
} from './bounds.ts';
import type { Collection, StoredIndex } from './collection.ts';
import { CommandError } from './errors.ts';
import { equalValues } from './keys.ts';
import type { SortField } from './sort.ts';
import { isDocument, type Doc } from './values.ts';

/** How the rows of a query are found. */
export interface Plan {
  /** None: all rows are looked at. */
  index?: StoredIndex;
  /** Ranges of the index's keys, in the order of the scan. */
  ranges: { low: Buffer; high: Buffer }[];
  direction: 1 | -1;
  /** The rows come in the order that was asked for. */
  sorted: boolean;
}

/** Ranges that one query may fall into; with more, fewer fields of the index are used. */
const MAX_RANGES = 1_000;

/** What a query needs of a plan. */
export interface Wanted {
  filter: Doc;
  sort: readonly SortField[];
  hint?: unknown;
}

/**
 * Chooses the way to a query's rows: the index that narrows it most, or one that gives the order.
 * @throws CommandError for a hint that names no index.
 */
export function choosePlan(collection: Collection, wanted: Wanted): Plan {
  const natural = naturalOrder(wanted);
  if (natural) return natural;
  const bounds = boundsOf(wanted.filter);
  const hinted = hintedIndex(collection, wanted.hint);
  const plans = (hinted ? [hinted] : collection.indexes.filter(({ spec }) => !spec.hidden))
    .filter((index) => answersAll(index, wanted.filter))
    .map((index) => planWith(index, bounds, wanted.sort));
  const best = plans.sort((a, b) => b.score - a.score)[0];
  if (best && (best.score > 0 || (hinted && !hinted.spec.sparse))) return best.plan;
  return { ranges: [], direction: 1, sorted: wanted.sort.length === 0 };
}

function naturalOrder({ sort, hint }: Wanted): Plan | undefined {
  const hinted = isDocument(hint) ? hint['$natural'] : undefined;
  const first = sort[0]?.path === '$natural' ? sort[0].direction : undefined;
  if (hinted === undefined && first === undefined) return undefined;
  const direction = first ?? (Number(hinted) < 0 ? -1 : 1);
  return { ranges: [], direction, sorted: sort.length === 0 || first !== undefined };
}

function hintedIndex(collection: Collection, hint: unknown): StoredIndex | undefined {
  if (hint === undefined || (isDocument(hint) && Object.keys(hint).length === 0)) return undefined;
  const found = collection.indexes.find(({ spec }) =>
    typeof hint === 'string'
      ? spec.name === hint
      : isDocument(hint) && sameKey(spec.document['key'] as Doc, hint),
  );
  if (!found)
    throw new CommandError(
      2,
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  return found;
}

function sameKey(a: Doc, b: Doc): boolean {
  return equalValues(Object.entries(a), Object.entries(b));
}

/** Whether every document that the filter can match stands in the index. */
function answersAll({ spec }: StoredIndex, filter: Doc): boolean {
  if (spec.sparse && !spec.fields.some(({ path }) => needsValue(filter, path))) return false;
  if (!spec.partial) return true;
  return Object.entries(spec.partial.filter).every(([path, condition]) => {
    if (path in filter && equalValues(filter[path], condition)) return true;
    const onlyExists =
      isDocument(condition) && Object.keys(condition).join() === '$exists' && condition['$exists'] === true;
    return onlyExists && needsValue(filter, path);
  });
}

function planWith(
  index: StoredIndex,
  bounds: Map<string, Bound[]>,
  sort: readonly SortField[],
): { plan: Plan; score: number } {
  const { fields } = index.spec;
  const used: Interval[][] = [];
  let ranges = 1;
  let score = 0;
  let points = 0;
  for (const field of fields) {
    // With arrays, two conditions can be met by two elements: only one of them narrows, and only the first field
    if (index.multikey && used.length > 0) break;
    const bound = boundFor(index, bounds.get(field.path) ?? []);
    if (!bound || ranges * bound.intervals.length > MAX_RANGES) break;
    used.push(bound.intervals);
    ranges *= bound.intervals.length;
    const point = bound.intervals.every((each) => each.point);
    score += point ? 10 - Math.min(bound.intervals.length - 1, 3) : 4;
    if (!point) break;
    if (bound.intervals.length === 1 && points === used.length - 1) points++;
  }
  const direction = index.multikey ? 0 : orderGiven(fields, points, sort, ranges);
  if (index.spec.unique && points === fields.length) score += 20;
  if (sort.length > 0 && direction !== 0) score += 5;
  const way = direction === -1 ? -1 : 1;
  const plan: Plan = {
    index,
    ranges: keyRanges(fields, used, way),
    direction: way,
    sorted: sort.length === 0 || direction !== 0,
  };
  return { plan, score };
}

function boundFor(index: StoredIndex, found: Bound[]): Bound | undefined {
  // In an index with arrays, null stands for what an absent element left behind: not the same as in queries
  const usable = index.multikey ? found.filter(({ withNull }) => !withNull) : found;
  const [first, ...rest] = usable;
  if (!first) return undefined;
  if (index.multikey) return usable.find(({ intervals }) => intervals.every(({ point }) => point)) ?? first;
  return rest.reduce(intersect, first);
}

/** Whether walking the index forward (1) or backward (-1) gives the order; 0 if neither. */
function orderGiven(
  fields: readonly SortField[],
  points: number,
  sort: readonly SortField[],
  ranges: number,
): 1 | -1 | 0 {
  if (sort.length === 0 || ranges > 1) return 0;
  // A field that has one value only does not order anything
  const fixed = new Set(fields.slice(0, points).map(({ path }) => path));
  const order = sort.filter(({ path }) => !fixed.has(path));
  if (order.length === 0) return 1;
  let at = 0;
  while (at < fields.length && at < points && fields[at]!.path !== order[0]!.path) at++;
  const walked = fields.slice(at, at + order.length);
  if (walked.length < order.length || !walked.every(({ path }, i) => path === order[i]!.path)) return 0;
  const ways = new Set(walked.map(({ direction }, i) => direction * order[i]!.direction));
  return ways.size === 1 ? ([...ways][0] as 1 | -1) : 0;
}

/** The product of the fields' intervals, as ranges of whole keys. */
function keyRanges(
  fields: readonly SortField[],
  used: readonly Interval[][],
  way: 1 | -1,
): { low: Buffer; high: Buffer }[] {
  let prefixes: { low: Buffer; high: Buffer }[] = [{ low: Buffer.alloc(0), high: END }];
  for (const [i, intervals] of used.entries()) {
    const turned = fields[i]!.direction === -1 ? intervals.map(invert).toReversed() : intervals;
    prefixes = prefixes.flatMap(({ low: prefix }) =>
      turned.map(({ low, high }) => ({
        low: Buffer.concat([prefix, edgeBytes(low)]),
        high: Buffer.concat([prefix, edgeBytes(high)]),
      })),
    );
    if (i === used.length - 1) break;
    // All but the last are points: what follows continues their key
    prefixes = prefixes.map(({ low }) => ({ low, high: low }));
  }
  return way === 1 ? prefixes : prefixes.toReversed();
}
