/** Names of MongoDB's error codes that this server answers with (`src/mongo/base/error_codes.yml` of MongoDB). */
const CODE_NAMES: Record<number, string> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  121: 'DocumentValidationFailure',
  123: 'NotAReplicaSet',
  146: 'ExceededMemoryLimit',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  175: 'QueryPlanKilled',
  197: 'InvalidIndexSpecificationOption',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  303: 'FeatureNotSupported',
  322: 'APIVersionError',
  323: 'APIStrictError',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  14031: 'OutOfDiskSpace',
};

/** An error that goes to the client as MongoDB would send it. */
export class CommandError extends Error {
  readonly code: number;
  /** Further fields of the answer, e.g. `keyPattern` of a duplicate key. */
  readonly details: Record<string, unknown>;

  constructor(code: number, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }

  get codeName(): string {
    return codeName(this.code);
  }
}

/** MongoDB's name of an error code. */
export function codeName(code: number): string {
  return CODE_NAMES[code] ?? `Location${code}`;
}

/** What MongoDB can do and this server was not built to do: it is refused, never ignored. */
export function notBuilt(what: string): CommandError {
  return new CommandError(303, `${what} is not built into the embedded store; set MONGODB_URI to use it`);
}

/** Whatever was thrown, as an error for the client. */
export function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return new CommandError(15, 'The value is nested too deeply');
  const message = error instanceof Error ? error.message : String(error);
  const full = /database or disk is full/i.test(message);
  return new CommandError(full ? 14031 : 1, message);
}
