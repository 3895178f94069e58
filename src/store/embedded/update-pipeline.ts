import { CommandError } from './errors.ts';
import { compileExpression, type Variables } from './expression.ts';
import { compileProjection } from './projection.ts';
import { compileSetFields } from './set-fields.ts';
import { isDocument, toPlain, typeOf, type Doc } from './values.ts';

type Stage = (doc: Doc) => Doc;

/** Reads an update in the form of a pipeline. */
export function compilePipelineUpdate(pipeline: readonly unknown[], variables: Variables): Stage {
  const plainVariables = toPlain(variables) as Variables;
  const stages = pipeline.map((stage) => compileStage(stage, plainVariables));
  return (doc) => stages.reduce((value, stage) => stage(value), doc);
}

function compileStage(stage: unknown, variables: Variables): Stage {
  const [entry, ...more] = isDocument(stage) ? Object.entries(stage) : [];
  if (!entry || more.length > 0)
    throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
  const [name, spec] = entry;
  switch (name) {
    case '$set':
    case '$addFields': {
      const set = compileSetFields(name, spec, (each) => compileExpression(toPlain(each), variables));
      return (doc) => set(doc, toPlain(doc) as Doc);
    }
    case '$unset':
      return compileUnset(spec);
    case '$project':
      if (!isDocument(spec)) throw new CommandError(15969, '$project specification must be an object');
      return compileProjection(spec, { stage: true, variables });
    case '$replaceRoot':
      if (!isDocument(spec)) throw new CommandError(40229, '$replaceRoot specification must be an object');
      return compileReplace(spec['newRoot'], variables);
    case '$replaceWith':
      return compileReplace(spec, variables);
    default:
      throw new CommandError(
        name.startsWith('$') ? 72 : 40324,
        `${name} is not allowed to be used within an update`,
      );
  }
}

/** The stage `$unset`: a path or several. */
export function compileUnset(spec: unknown): Stage {
  const paths = Array.isArray(spec) ? (spec as unknown[]) : [spec];
  if (paths.length === 0 || paths.some((path) => typeof path !== 'string'))
    throw new CommandError(31002, '$unset specification must be a string or an array of strings');
  return compileProjection(Object.fromEntries(paths.map((path) => [path, false])), { stage: true });
}

function compileReplace(expression: unknown, variables: Variables): Stage {
  const evaluate = compileExpression(toPlain(expression), variables);
  return (doc) => {
    const value = evaluate(toPlain(doc) as Doc);
    if (!isDocument(value))
      throw new CommandError(
        40228,
        `'newRoot' expression must evaluate to an object, but resulting value was of type: ${typeOf(value)}`,
      );
    return value;
  };
}
