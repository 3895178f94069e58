import { Long } from 'bson';
import type { Catalog } from './catalog.ts';
import type { Cursors } from './cursors.ts';
import { CommandError, notBuilt } from './errors.ts';
import { elementsOf, fieldOf } from './elements.ts';
import { Deadline } from './query.ts';
import { compileExpression, type Variables } from './expression.ts';
import { shellText } from './shell-text.ts';
import { decode, isDocument, isNumeric, isTrue, toNumber, toPlain, typeOf, type Doc } from './values.ts';
import type { Message } from './wire.ts';

/** What commands work on. */
export interface Engine {
  catalog: Catalog;
  cursors: Cursors;
  /** Sessions that clients named, by their id, with the time of the last use. */
  sessions: Map<string, number>;
  /** Random name of this run, by which a client knows whose server it talks to. */
  instance: string;
  startedAt: number;
  /** Asked for by `fsync`: once the commands of this turn are kept, the log is folded into the file. */
  checkpointDue: boolean;
  /** What `setParameter` can change, under MongoDB's names. */
  parameters: {
    /** Seconds between two looks for documents whose time is over. */
    ttlMonitorSleepSecs: number;
    /** Milliseconds after which a cursor that nobody asks is forgotten. */
    cursorTimeoutMillis: number;
  };
  /** Numbers for `serverStatus`. */
  status: { connections: number; connectionsEver: number; commands: number; commits: number; syncs: number };
}

/** Arguments that any command may carry. */
const COMMON = new Set([
  '$db',
  '$readPreference',
  '$clusterTime',
  '$audit',
  '$client',
  'lsid',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'maxTimeMSOpOnly',
]);

/** One command of a client, its arguments to be read with a check. */
export class Request {
  readonly name: string;
  readonly database: string;
  readonly body: Doc;
  readonly connectionId: number;
  readonly deadline: Deadline;
  /** The bytes that the command came in. */
  readonly raw: Uint8Array;
  readonly #sequences: Map<string, Uint8Array[]>;

  /** @throws CommandError where what all commands share is wrong. */
  constructor({ body, raw, sequences }: Pick<Message, 'body' | 'raw' | 'sequences'>, connectionId: number) {
    this.name = Object.keys(body)[0] ?? '';
    this.body = body;
    this.raw = raw;
    this.connectionId = connectionId;
    this.#sequences = sequences;
    const database = body['$db'];
    if (typeof database !== 'string' || database === '')
      throw new CommandError(40571, 'OP_MSG requests require a $db argument');
    this.database = database;
    this.deadline = new Deadline(this.number('maxTimeMS') ?? 0);
  }

  /** Refuses arguments that the command does not know. */
  allow(...names: string[]): void {
    for (const name of [...Object.keys(this.body), ...this.#sequences.keys()])
      if (name !== this.name && !COMMON.has(name) && !names.includes(name))
        throw new CommandError(40415, `BSON field '${this.name}.${name}' is an unknown field.`);
  }

  /** Refuses by name what MongoDB takes and this server does not: a value that asks for nothing is let through. */
  refuse(...names: string[]): void {
    for (const name of names) {
      const value = this.body[name];
      if (value === undefined || value === null || value === false) continue;
      if (name === 'collation') refuseCollation(value);
      else if (!isDocument(value) || Object.keys(value).length > 0)
        throw notBuilt(`the option '${name}' of the command ${this.name}`);
    }
  }

  get namespace(): string {
    return `${this.database}.${this.collectionName}`;
  }

  /** The collection that the command names in its first field. */
  get collectionName(): string {
    const name = this.body[this.name];
    if (typeof name !== 'string')
      throw new CommandError(73, `collection name has invalid type ${typeOf(name)}`);
    if (name === '') throw new CommandError(73, `Invalid namespace specified '${this.database}.'`);
    return name;
  }

  document(name: string): Doc | undefined {
    return this.#typed(name, 'object', isDocument);
  }

  string(name: string): string | undefined {
    return this.#typed(name, 'string', (value): value is string => typeof value === 'string');
  }

  array(name: string): unknown[] | undefined {
    return this.#typed(name, 'array', (value): value is unknown[] => Array.isArray(value));
  }

  flag(name: string): boolean {
    const value = this.body[name];
    if (value === undefined || value === null) return false;
    if (typeof value !== 'boolean' && !isNumeric(value)) throw this.#wrongType(name, value, 'bool');
    return isTrue(value);
  }

  /** A whole number that is not negative; `negative` lets it be below zero. */
  number(name: string, settings: { negative?: boolean } = {}): number | undefined {
    const value = this.body[name];
    if (value === undefined || value === null) return undefined;
    if (!isNumeric(value)) throw this.#wrongType(name, value, 'number');
    const number = Math.trunc(toNumber(value));
    if (!Number.isSafeInteger(number)) throw new CommandError(2, `'${name}' has to be a whole number`);
    if (number < 0 && !settings.negative)
      throw new CommandError(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`);
    return number;
  }

  /** Values of `let`, plain: each may be an expression of constants. */
  get variables(): Variables {
    const variables: Variables = {};
    for (const [name, expression] of Object.entries(this.document('let') ?? {})) {
      if (!/^[a-z\u0080-\uffff]\w*$/.test(name))
        throw new CommandError(16867, `'${name}' starts with an invalid character for a user variable name`);
      variables[name] = compileExpression(toPlain(expression), variables)({}) ?? null;
    }
    return variables;
  }

  /** Documents of an argument, whether they came within the command or beside it. */
  documents(name: string): { raw: Uint8Array; doc: Doc }[] {
    const beside = this.#sequences.get(name);
    if (beside) return beside.map((raw) => ({ raw, doc: decode(raw) }));
    const within = this.array(name);
    if (!within)
      throw new CommandError(40414, `BSON field '${this.name}.${name}' is missing but a required field`);
    const raws = elementsOf(fieldOf(this.raw, name)!);
    return within.map((doc, i) => {
      if (!isDocument(doc))
        throw new CommandError(14, `BSON field '${this.name}.${name}' has to hold documents`);
      return { raw: raws[i]!, doc };
    });
  }

  #typed<T>(name: string, type: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.body[name];
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw this.#wrongType(name, value, type);
    return value;
  }

  #wrongType(name: string, value: unknown, expected: string): CommandError {
    return new CommandError(
      14,
      `BSON field '${this.name}.${name}' is the wrong type '${typeOf(value)}', expected type '${expected}'`,
    );
  }
}

/** Strings are compared by their bytes; the collation that says just that is fine. */
export function refuseCollation(collation: unknown): void {
  if (collation === undefined || collation === null) return;
  if (!isDocument(collation)) throw new CommandError(14, "'collation' must be an object");
  if (Object.keys(collation).length === 0 || collation['locale'] === 'simple') return;
  throw notBuilt('collation');
}

/** Checks what all commands share and a single server without replicas cannot do. */
export function checkCommon(request: Request): void {
  const { body } = request;
  if (
    body['txnNumber'] !== undefined ||
    body['startTransaction'] !== undefined ||
    body['autocommit'] !== undefined
  )
    throw new CommandError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  if (body['apiVersion'] !== undefined && body['apiVersion'] !== '1')
    throw new CommandError(322, 'API version must be "1"');
  const readConcern = request.document('readConcern');
  const level = readConcern?.['level'];
  if (level === 'linearizable' || level === 'snapshot' || readConcern?.['afterClusterTime'] !== undefined)
    throw new CommandError(123, 'node needs to be a replica set member to use read concern');
  if (level !== undefined && !['local', 'available', 'majority'].some((each) => each === level))
    throw new CommandError(9, `The read concern level ${shellText(level)} is not known`);
  checkWriteConcern(request.document('writeConcern'));
}

function checkWriteConcern(concern: Doc | undefined): void {
  const w = concern?.['w'];
  if (w === undefined || w === 'majority') return;
  if (!isNumeric(w))
    throw new CommandError(
      79,
      `No write concern mode named ${shellText(w)} found in replica set configuration`,
    );
  if (toNumber(w) > 1) throw new CommandError(2, "cannot use 'w' > 1 when a host is not replicated");
  if (toNumber(w) < 0) throw new CommandError(9, 'w has to be a non-negative number');
}

/** Whether the client of a write waits for the disk: unless it says with `j: false` that it need not. */
export function waitsForDisk(body: Doc): boolean {
  const concern = body['writeConcern'];
  return !isDocument(concern) || concern['j'] !== false;
}

/** A count in an answer: an int32 where it fits. */
export function countOf(number: number): number | Long {
  return number <= 0x7fffffff ? number : Long.fromNumber(number);
}
