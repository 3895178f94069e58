import { CommandError } from './errors.ts';
import { compileExpression, type Variables } from './expression.ts';
import { walkPath } from './paths.ts';
import { compilePipeline, compileSteps, stepsOf, type Source } from './pipeline.ts';
import { specDocument, wholeStage, type Stage } from './stages.ts';
import { isDocument, setField, toPlain, typeOf, type Doc } from './values.ts';

/** Reads `$facet`. */
export function facet(source: Source, spec: unknown, variables: Variables): Stage {
  const facets = Object.entries(specDocument('$facet', spec)).map(([name, pipeline]) => {
    if (!Array.isArray(pipeline))
      throw new CommandError(40170, `arguments to $facet must be arrays, ${name} is ${typeOf(pipeline)}`);
    const steps = stepsOf(pipeline);
    const wrong = steps.find((step) =>
      ['$facet', '$out', '$merge', '$documents', '$collStats'].includes(step.name),
    );
    if (wrong) throw new CommandError(40600, `${wrong.name} is not allowed to be used within a $facet stage`);
    return { name, run: compileSteps(source, steps, variables) };
  });
  if (facets.length === 0)
    throw new CommandError(40169, 'the $facet specification must be a non-empty object');
  return wholeStage('$facet', (documents) => {
    const result: Doc = {};
    for (const { name, run } of facets) setField(result, name, [...run(documents)]);
    return [result];
  });
}

/** Reads `$lookup`. */
export function lookup(source: Source, spec: unknown, variables: Variables): Stage {
  const settings = specDocument('$lookup', spec, [
    'from',
    'localField',
    'foreignField',
    'as',
    'let',
    'pipeline',
  ]);
  const { from, localField, foreignField, as } = settings;
  if (typeof as !== 'string' || as === '') throw new CommandError(9, "$lookup has to have a field 'as'");
  if (typeof from !== 'string') {
    if (from !== undefined || settings['pipeline'] === undefined)
      throw new CommandError(9, "$lookup has to name a collection in 'from'");
  }
  if ((localField === undefined) !== (foreignField === undefined))
    throw new CommandError(9, '$lookup requires both or neither of localField and foreignField');
  const pipeline = settings['pipeline'] ?? [];
  if (!Array.isArray(pipeline)) throw new CommandError(9, "'pipeline' option must be specified as an array");
  const bindings = Object.entries(isDocument(settings['let']) ? settings['let'] : {}).map(
    ([name, expression]) => ({
      name,
      evaluate: compileExpression(toPlain(expression), variables),
    }),
  );
  // Read once with the names alone, so that what is wrong in it is said even without documents
  const unbound = Object.fromEntries(bindings.map(({ name }) => [name, null]));
  compilePipeline(source, typeof from === 'string' ? from : undefined, pipeline, {
    ...variables,
    ...unbound,
  });
  return function* (documents) {
    for (const doc of documents) {
      const bound = {
        ...variables,
        ...Object.fromEntries(bindings.map(({ name, evaluate }) => [name, evaluate(doc)])),
      };
      const match =
        typeof localField === 'string'
          ? [{ $match: { [String(foreignField)]: { $in: valuesAt(doc, localField) } } }]
          : [];
      const joined = compilePipeline(
        source,
        typeof from === 'string' ? from : undefined,
        [...match, ...(pipeline as unknown[])],
        bound,
      );
      const result = { ...doc };
      setField(result, as, [...joined.run()]);
      yield result;
    }
  };
}

/** What `localField` is: all elements of an array, null where there is nothing. */
function valuesAt(doc: Doc, path: string): unknown[] {
  const values: unknown[] = [];
  walkPath(doc, path.split('.'), (value) => {
    if (Array.isArray(value)) values.push(...(value as unknown[]));
    else values.push(value ?? null);
    return false;
  });
  return values.length > 0 ? values : [null];
}

/** Reads `$unionWith`. */
export function unionWith(source: Source, spec: unknown, variables: Variables): Stage {
  const settings: Doc =
    typeof spec === 'string' ? { coll: spec } : specDocument('$unionWith', spec, ['coll', 'pipeline']);
  const pipeline = settings['pipeline'] ?? [];
  if (!Array.isArray(pipeline)) throw new CommandError(9, "'pipeline' option must be specified as an array");
  const coll = settings['coll'];
  const other = compilePipeline(source, typeof coll === 'string' ? coll : undefined, pipeline, variables);
  return function* (documents) {
    yield* documents;
    yield* other.run();
  };
}
