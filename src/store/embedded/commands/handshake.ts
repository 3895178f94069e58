import { freemem, hostname, totalmem } from 'node:os';
import { CommandError } from '../errors.ts';
import { MAX_MESSAGE_BYTES } from '../wire.ts';
import { isDocument, MAX_DOCUMENT_BYTES, type Doc } from '../values.ts';
import type { Engine, Request } from '../request.ts';
import { MAX_WRITE_BATCH } from './write.ts';

/** The MongoDB that this server speaks like. Wire version 25 is that of 8.0 (driver specifications). */
const VERSION = '8.0.0';
const MAX_WIRE_VERSION = 25;
const SESSION_MINUTES = 30;

/** The commands `hello` and `isMaster`: a single server, without replicas. */
export function hello(engine: Engine, request: Request): Doc {
  request.allow(
    'helloOk',
    'client',
    'compression',
    'loadBalanced',
    'saslSupportedMechs',
    'speculativeAuthenticate',
    'topologyVersion',
    'maxAwaitTimeMS',
    'hostInfo',
    'internalClient',
    'backpressure',
    '$query',
  );
  if (request.body['loadBalanced'] === true) throw new CommandError(493, 'A load balancer is not supported');
  const primary = request.name === 'hello' ? { isWritablePrimary: true } : { ismaster: true };
  return {
    helloOk: true,
    ...primary,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    connectionId: request.connectionId,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
    rehberInstance: engine.instance,
  };
}

/** The command `ping`. */
export function ping(_engine: Engine, request: Request): Doc {
  request.allow();
  return {};
}

/** The command `fsync`: answered once all that was acknowledged lies in the file itself. */
export function fsync(engine: Engine, request: Request): Doc {
  request.allow();
  engine.checkpointDue = true;
  return { numFiles: 1 };
}

/** The command `buildInfo`. */
export function buildInfo(_engine: Engine, request: Request): Doc {
  request.allow();
  return {
    version: VERSION,
    gitVersion: 'rehber-embedded',
    modules: [],
    sysInfo: 'deprecated',
    versionArray: [...VERSION.split('.').map(Number), 0],
    storageEngines: ['sqlite'],
    javascriptEngine: 'none',
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  };
}

/** The command `hostInfo`, which mongosh asks for. */
export function hostInfo(_engine: Engine, request: Request): Doc {
  request.allow();
  return {
    system: { currentTime: new Date(), hostname: hostname(), memSizeMB: Math.round(totalmem() / 1024 ** 2) },
    os: { type: process.platform },
    extra: { freeMemMB: Math.round(freemem() / 1024 ** 2) },
  };
}

/** The command `connectionStatus`: there are no users. */
export function connectionStatus(_engine: Engine, request: Request): Doc {
  request.allow('showPrivileges');
  return { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } };
}

/** The command `serverStatus`. */
export function serverStatus(engine: Engine, request: Request): Doc {
  const uptime = (Date.now() - engine.startedAt) / 1_000;
  const { counters } = engine.catalog;
  // Sections can be asked for or left out by name; ours are few and are always all told
  void request;
  return {
    host: hostname(),
    version: VERSION,
    process: 'rehber',
    pid: process.pid,
    uptime,
    uptimeMillis: Math.round(uptime * 1_000),
    localTime: new Date(),
    connections: {
      current: engine.status.connections,
      available: 500 - engine.status.connections,
      totalCreated: engine.status.connectionsEver,
    },
    logicalSessionRecordCache: { activeSessionsCount: engine.sessions.size },
    metrics: {
      cursor: { open: { total: engine.cursors.size } },
      queryExecutor: { scanned: counters.keysExamined, scannedObjects: counters.docsExamined },
      commits: engine.status.commits,
      syncs: engine.status.syncs,
      commands: engine.status.commands,
    },
    mem: { bits: 64, resident: Math.round(process.memoryUsage.rss() / 1024 ** 2), supported: true },
    storageEngine: { name: 'sqlite', persistent: true },
  };
}

/** The command `endSessions`. */
export function endSessions(engine: Engine, request: Request): Doc {
  request.allow();
  for (const session of request.array('endSessions') ?? []) {
    const id = sessionKey(session);
    if (id !== undefined) engine.sessions.delete(id);
  }
  return {};
}

/** The commands `refreshSessions` and `startSession` have nothing to do: sessions live as long as they are used. */
export function refreshSessions(engine: Engine, request: Request): Doc {
  request.allow();
  for (const session of request.array('refreshSessions') ?? []) {
    const id = sessionKey(session);
    if (id !== undefined) engine.sessions.set(id, Date.now());
  }
  return {};
}

/** A session's id as text; undefined where it is none. */
export function sessionKey(session: unknown): string | undefined {
  const id = isDocument(session)
    ? (session['id'] as { toString(encoding?: string): string } | undefined)
    : undefined;
  return id?.toString('hex');
}
