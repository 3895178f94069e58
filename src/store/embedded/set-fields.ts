import { CommandError } from './errors.ts';
import { getField, isDocument, setField, type Doc } from './values.ts';

/** Sets computed fields on a copy of `doc`; expressions see `plain`, the same document with plain values. */
type SetFields = (doc: Doc, plain: Doc) => Doc;

/**
 * Reads `$set` or `$addFields` of a pipeline.
 * @throws CommandError where it is no document of fields.
 */
export function compileSetFields(
  stage: string,
  spec: unknown,
  compile: (expression: unknown) => (doc: Doc) => unknown,
): SetFields {
  if (!isDocument(spec))
    throw new CommandError(40272, `${stage} specification stage must be an object, got ${typeof spec}`);
  const fields: { parts: string[]; evaluate: (doc: Doc) => unknown }[] = [];
  const read = (part: Doc, path: string[]): void => {
    for (const [name, value] of Object.entries(part)) {
      if (name === '' || name.split('.').includes(''))
        throw new CommandError(40353, "FieldPath must not end with a '.'.");
      if (name.startsWith('$'))
        throw new CommandError(16410, `FieldPath field names may not start with '$': '${name}'`);
      const parts = [...path, ...name.split('.')];
      const nested =
        isDocument(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]!.startsWith('$');
      if (nested) read(value, parts);
      else fields.push({ parts, evaluate: compile(value) });
    }
  };
  read(spec, []);
  return (doc, plain) => {
    let result = doc;
    for (const { parts, evaluate } of fields) result = withValue(result, parts, 0, evaluate(plain));
    return result;
  };
}

/** A copy with a value at a path: in each element of arrays on the way, in place of anything that is no document. */
function withValue(doc: Doc, parts: readonly string[], at: number, value: unknown): Doc {
  const copy = { ...doc };
  const name = parts[at]!;
  if (at < parts.length - 1) setField(copy, name, intoValue(getField(doc, name), parts, at + 1, value));
  else if (value === undefined) delete copy[name];
  else setField(copy, name, value);
  return copy;
}

function intoValue(current: unknown, parts: readonly string[], at: number, value: unknown): unknown {
  if (Array.isArray(current)) return current.map((each: unknown) => intoValue(each, parts, at, value));
  return withValue(isDocument(current) ? current : {}, parts, at, value);
}
