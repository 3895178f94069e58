/**
 * The parts of MongoDB's unified test format that CRUD tests use. What a field means is said in the format's
 * description (`unified-test-format.md` beside the tests).
 */
export type Doc = Record<string, unknown>;

/** Which servers a test is for. */
export interface Requirement {
  minServerVersion?: string;
  maxServerVersion?: string;
  topologies?: string[];
  serverless?: string;
  auth?: boolean;
  serverParameters?: Doc;
}

/** What has to be there before the operations. */
export interface Entity {
  client?: {
    id: string;
    observeEvents?: string[];
    ignoreCommandMonitoringEvents?: string[];
    uriOptions?: Doc;
  };
  database?: { id: string; client: string; databaseName: string; databaseOptions?: Doc };
  collection?: { id: string; database: string; collectionName: string; collectionOptions?: Doc };
}

/** The documents of a collection, before or after. */
export interface CollectionData {
  collectionName: string;
  databaseName: string;
  documents: Doc[];
  createOptions?: Doc;
}

export interface ExpectedError {
  isError?: boolean;
  isClientError?: boolean;
  errorContains?: string;
  errorCode?: number;
  errorCodeName?: string;
  errorResponse?: Doc;
  expectResult?: unknown;
}

export interface Operation {
  name: string;
  object: string;
  arguments?: Doc;
  expectResult?: unknown;
  expectError?: ExpectedError;
  saveResultAsEntity?: string;
  ignoreResultAndError?: boolean;
}

export interface ExpectedEvents {
  client: string;
  eventType?: string;
  ignoreExtraEvents?: boolean;
  events: Record<string, Doc>[];
}

export interface SpecTest {
  description: string;
  runOnRequirements?: Requirement[];
  skipReason?: string;
  operations: Operation[];
  expectEvents?: ExpectedEvents[];
  outcome?: CollectionData[];
}

export interface SpecFile {
  description: string;
  schemaVersion: string;
  runOnRequirements?: Requirement[];
  createEntities?: Entity[];
  initialData?: CollectionData[];
  tests: SpecTest[];
}
