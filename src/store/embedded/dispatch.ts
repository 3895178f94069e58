import { aggregate } from './commands/aggregate.ts';
import { bulkWrite } from './commands/bulk-write.ts';
import { findAndModify } from './commands/find-and-modify.ts';
import { count, distinct, explain, find, getMore, killCursors } from './commands/find.ts';
import {
  buildInfo,
  connectionStatus,
  endSessions,
  fsync,
  hello,
  hostInfo,
  ping,
  refreshSessions,
  serverStatus,
  sessionKey,
} from './commands/handshake.ts';
import {
  collMod,
  collStats,
  create,
  createIndexes,
  dbStats,
  drop,
  dropDatabase,
  dropIndexes,
  listCollections,
  listDatabases,
  listIndexes,
  renameCollection,
} from './commands/manage.ts';
import { getParameter, setParameter } from './commands/parameters.ts';
import { insert, remove, update } from './commands/write.ts';
import { asCommandError, CommandError } from './errors.ts';
import { checkCommon, Request, type Engine } from './request.ts';
import { isDocument, type Doc } from './values.ts';
import type { Message } from './wire.ts';

type Command = (engine: Engine, request: Request) => Doc;

/** Every command that is built; MongoDB takes some in two spellings. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>(
  Object.entries({
    hello,
    isMaster: hello,
    ismaster: hello,
    ping,
    fsync,
    buildInfo,
    buildinfo: buildInfo,
    hostInfo,
    connectionStatus,
    serverStatus,
    getParameter,
    setParameter,
    endSessions,
    refreshSessions,
    find,
    getMore,
    killCursors,
    count,
    distinct,
    aggregate,
    explain: (engine, request) => explain(engine, request, innerOf(request)),
    insert,
    update,
    delete: remove,
    findAndModify,
    findandmodify: findAndModify,
    bulkWrite,
    create,
    collMod,
    drop,
    dropDatabase,
    renameCollection,
    listCollections,
    listDatabases,
    createIndexes,
    listIndexes,
    dropIndexes,
    deleteIndexes: dropIndexes,
    collStats,
    collstats: collStats,
    dbStats,
    dbstats: dbStats,
  } satisfies Record<string, Command>),
);

/** Characters of an error's message: it can show a document of the client's. */
const MAX_MESSAGE_LENGTH = 64 * 1024;

/** Sessions that are remembered; the oldest go first. */
const MAX_SESSIONS = 100_000;

/** Works one command. Whatever goes wrong becomes an answer. */
export function dispatch(
  engine: Engine,
  message: Pick<Message, 'body' | 'raw' | 'sequences'>,
  connectionId: number,
): Doc {
  engine.status.commands++;
  try {
    const request = new Request(message, connectionId);
    const command = COMMANDS.get(request.name);
    if (!command) throw new CommandError(59, `no such command: '${request.name}'`);
    checkCommon(request);
    rememberSession(engine, request);
    return { ...command(engine, request), ok: 1 };
  } catch (error) {
    return errorAnswer(error);
  }
}

/** An error as the answer of a command. */
export function errorAnswer(error: unknown): Doc {
  const failure = asCommandError(error);
  return {
    ok: 0,
    errmsg: failure.message.slice(0, MAX_MESSAGE_LENGTH),
    code: failure.code,
    codeName: failure.codeName,
    ...failure.details,
  };
}

function innerOf(request: Request): Request {
  const inner = request.body['explain'];
  if (!isDocument(inner)) throw new CommandError(14, "'explain' has to be given a command");
  const body = { ...inner, $db: request.database };
  return new Request({ body, raw: request.raw, sequences: new Map() }, request.connectionId);
}

function rememberSession(engine: Engine, request: Request): void {
  const id = sessionKey(request.document('lsid'));
  if (id === undefined) return;
  engine.sessions.delete(id);
  engine.sessions.set(id, Date.now());
  if (engine.sessions.size <= MAX_SESSIONS) return;
  for (const oldest of engine.sessions.keys()) {
    engine.sessions.delete(oldest);
    return;
  }
}
