import { CommandError, notBuilt } from './errors.ts';
import { bindExpression, mingoOptions, type Variables } from './expression.ts';
import { compareValues, equalValues, keyOf } from './keys.ts';
import { groupStage } from './stage-group.ts';
import { specDocument, wholeStage, type Stage } from './stages.ts';
import { isNumeric, toNumber, toPlain, type Doc } from './values.ts';

/** What is told of each bucket, as a specification of `$group`. */
function outputOf(stage: string, spec: Doc): Doc {
  const output =
    spec['output'] === undefined ? { count: { $sum: 1 } } : specDocument(`${stage}.output`, spec['output']);
  return { ...output, _id: null };
}

/** Reads `$bucket`. */
export function bucket(spec: Doc, variables: Variables): Stage {
  const options = mingoOptions(variables);
  const constant = (value: unknown): unknown => bindExpression(toPlain(value), options)({});
  const boundaries = Array.isArray(spec['boundaries']) ? spec['boundaries'].map(constant) : [];
  if (boundaries.length < 2)
    throw new CommandError(40192, "The $bucket 'boundaries' field must have at least 2 values");
  for (const [i, each] of boundaries.slice(1).entries())
    if (compareValues(boundaries[i], each) >= 0)
      throw new CommandError(
        40194,
        "The 'boundaries' option to $bucket must be sorted, but elements are not in ascending order",
      );
  const other = spec['default'] === undefined ? undefined : constant(spec['default']);
  if (
    other !== undefined &&
    compareValues(other, boundaries[0]) >= 0 &&
    compareValues(other, boundaries.at(-1)) < 0
  )
    throw new CommandError(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or not less than the highest boundary",
    );
  const evaluate = bindExpression(toPlain(spec['groupBy']), options);
  const group = groupStage(outputOf('$bucket', spec), variables, (doc) => {
    const value = evaluate(doc) ?? null;
    const above = boundaries.findIndex((each) => compareValues(value, each) < 0);
    if (above > 0) return boundaries[above - 1];
    if (other !== undefined) return other;
    throw new CommandError(
      40066,
      '$switch could not find a matching branch for an input, and no default was specified: a value lies outside of the $bucket boundaries',
    );
  });
  return wholeStage('$bucket', (documents) =>
    [...group(documents)].sort((a, b) => Buffer.compare(keyOf(a['_id']), keyOf(b['_id']))),
  );
}

/** Reads `$bucketAuto`: buckets of about one size, equal values in one bucket. */
export function bucketAuto(spec: Doc, variables: Variables): Stage {
  if (spec['granularity'] !== undefined) throw notBuilt("the option 'granularity' of $bucketAuto");
  const buckets = isNumeric(spec['buckets']) ? toNumber(spec['buckets']) : Number.NaN;
  if (!Number.isInteger(buckets) || buckets < 1)
    throw new CommandError(40243, "The $bucketAuto 'buckets' field must be a whole number greater than 0");
  const evaluate = bindExpression(toPlain(spec['groupBy']), mingoOptions(variables));
  return wholeStage('$bucketAuto', (documents) => {
    const sorted = documents
      .map((doc) => ({ doc, value: evaluate(doc) ?? null }))
      .sort((a, b) => compareValues(a.value, b.value));
    const size = Math.max(Math.round(sorted.length / buckets), 1);
    const ids = new Map<Doc, Doc>();
    let start = 0;
    for (let n = 1; start < sorted.length; n++) {
      let end = n === buckets ? sorted.length : Math.min(start + size, sorted.length);
      while (end < sorted.length && equalValues(sorted[end]!.value, sorted[end - 1]!.value)) end++;
      // The upper bound is the lower one of the next bucket, or of the last bucket its greatest value
      const id = { min: sorted[start]!.value, max: (sorted[end] ?? sorted.at(-1)!).value };
      for (const { doc } of sorted.slice(start, end)) ids.set(doc, id);
      start = end;
    }
    const group = groupStage(outputOf('$bucketAuto', spec), variables, (doc) => ids.get(doc));
    return group(sorted.map(({ doc }) => doc));
  });
}
