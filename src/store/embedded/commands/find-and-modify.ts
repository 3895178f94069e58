import { CommandError } from '../errors.ts';
import { compileProjection, type Projection } from '../projection.ts';
import { RawDocument } from '../reply.ts';
import type { Engine, Request } from '../request.ts';
import { decode, encode, type Doc } from '../values.ts';
import { checkStatement, deleteRows, updateRows } from '../writes.ts';
import { targetOf } from './write.ts';

/** The command `findAndModify`. */
export function findAndModify(engine: Engine, request: Request): Doc {
  request.allow(
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'bypassDocumentValidation',
    'collation',
    'arrayFilters',
    'hint',
    'let',
  );
  request.refuse('collation');
  const { body } = request;
  const removing = request.flag('remove');
  const givesNew = request.flag('new');
  if (removing && body['update'] !== undefined)
    throw new CommandError(9, "Cannot specify both an 'update' and 'remove'=true");
  if (removing && request.flag('upsert'))
    throw new CommandError(9, "Cannot specify both 'upsert' and 'remove'=true ");
  if (removing && givesNew)
    throw new CommandError(
      9,
      "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
    );
  if (!removing && body['update'] === undefined)
    throw new CommandError(9, "Either an 'update' or 'remove'=true must be specified");
  const filter = request.document('query') ?? {};
  const fields = request.document('fields');
  const variables = request.variables;
  const project =
    fields && Object.keys(fields).length > 0 ? compileProjection(fields, { filter, variables }) : undefined;
  const common = { filter, multi: false, hint: body['hint'], sort: request.document('sort'), variables };
  const target = targetOf(engine, request);
  if (removing) {
    const { removed, last } = deleteRows(target, common);
    return { lastErrorObject: { n: removed }, value: shown(last, project) };
  }
  checkStatement(request.raw);
  const result = updateRows(target, {
    ...common,
    update: body['update'],
    upsert: request.flag('upsert'),
    arrayFilters: body['arrayFilters'],
  });
  const upserted = result.upsertedId !== undefined;
  const lastErrorObject: Doc = {
    n: result.matched + (upserted ? 1 : 0),
    updatedExisting: result.matched > 0,
  };
  if (upserted) lastErrorObject['upserted'] = result.upsertedId;
  return { lastErrorObject, value: shown(givesNew ? result.after : result.before, project) };
}

function shown(raw: Uint8Array | undefined, project: Projection | undefined): RawDocument | null {
  if (!raw) return null;
  return new RawDocument(project ? encode(project(decode(raw))) : raw);
}
