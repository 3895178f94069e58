import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { driverGaps, idOptions } from './driver.ts';
import { Entities } from './entities.ts';
import type {
  CollectionData,
  Doc,
  ExpectedError,
  ExpectedEvents,
  Operation,
  Requirement,
  SpecFile,
  SpecTest,
} from './format.ts';
import { match, Mismatch } from './match.ts';
import { bulkResult, runOperation } from './operations.ts';
import { checkRefused, MISSING } from './skips.ts';

/** What became of one test. */
export interface TestResult {
  file: string;
  test: string;
  outcome: 'passed' | 'failed' | 'skipped' | 'not runnable';
  /** Why it failed, was left out or is for other servers. */
  reason?: string;
}

/**
 * Runs MongoDB's specification tests in a folder with the official driver.
 * @param uri of a server that may lose what it holds.
 * @param only runs files whose names hold this.
 */
export async function runSpecifications(folder: string, uri: string, only = ''): Promise<TestResult[]> {
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.json') && name.includes(only))
    .sort();
  if (names.length === 0) throw new Error(`There are no tests (*.json) in ${folder}.`);
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const server = await client.db('admin').command({ buildInfo: 1 });
    await checkRefused(client);
    const gaps = await driverGaps(uri);
    const results: TestResult[] = [];
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      const file = mongo.BSON.EJSON.parse(text) as SpecFile;
      for (const test of file.tests)
        results.push({
          file: name,
          test: test.description,
          ...(await runTest(client, uri, file, test, server['version'] as string, gaps)),
        });
    }
    return results;
  } finally {
    await client.close();
  }
}

async function runTest(
  client: mongo.MongoClient,
  uri: string,
  file: SpecFile,
  test: SpecTest,
  version: string,
  gaps: Awaited<ReturnType<typeof driverGaps>>,
): Promise<Omit<TestResult, 'file' | 'test'>> {
  const requirements = [file.runOnRequirements, test.runOnRequirements];
  if (!requirements.every((each) => !each || each.some((requirement) => isMet(requirement, version))))
    return { outcome: 'not runnable', reason: `for another server than a single one of ${version}` };
  if (test.skipReason !== undefined) return { outcome: 'not runnable', reason: test.skipReason };
  const missing = MISSING.find((each) => each.neededBy(test));
  if (missing) return { outcome: 'skipped', reason: missing.what };
  const gap = gaps.find((each) => each.neededBy(test));
  if (gap) return { outcome: 'not runnable', reason: gap.what };
  const entities = new Entities(uri, idOptions(test));
  try {
    for (const data of file.initialData ?? []) await fill(client, data);
    await entities.create(file.createEntities ?? []);
    for (const operation of test.operations) await checkOperation(entities, operation);
    for (const expected of test.expectEvents ?? []) checkEvents(entities, expected);
    await entities.close();
    for (const data of test.outcome ?? []) await checkOutcome(client, data);
    return { outcome: 'passed' };
  } catch (error) {
    return {
      outcome: 'failed',
      reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  } finally {
    await entities.close();
  }
}

function isMet(requirement: Requirement, version: string): boolean {
  const {
    minServerVersion: least,
    maxServerVersion: most,
    topologies,
    serverless,
    auth,
    serverParameters,
  } = requirement;
  return (
    (least === undefined || compareVersions(version, least) >= 0) &&
    (most === undefined || compareVersions(version, most) <= 0) &&
    (topologies === undefined || topologies.includes('single')) &&
    serverless !== 'require' &&
    auth !== true &&
    serverParameters === undefined
  );
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  for (const i of [0, 1, 2]) if ((x![i] ?? 0) !== (y![i] ?? 0)) return (x![i] ?? 0) - (y![i] ?? 0);
  return 0;
}

async function fill(client: mongo.MongoClient, data: CollectionData): Promise<void> {
  const database = client.db(data.databaseName);
  await database.dropCollection(data.collectionName);
  await database.createCollection(data.collectionName, data.createOptions ?? {});
  if (data.documents.length > 0)
    await database.collection(data.collectionName).insertMany(structuredClone(data.documents));
}

async function checkOperation(entities: Entities, operation: Operation): Promise<void> {
  const where = `the result of ${operation.name}`;
  let outcome: Awaited<ReturnType<typeof runOperation>>;
  try {
    outcome = await runOperation(entities, operation);
  } catch (error) {
    if (error instanceof Mismatch || !(error instanceof Error)) throw error;
    if (operation.ignoreResultAndError) return;
    if (!operation.expectError) throw error;
    checkError(operation.expectError, error);
    return;
  }
  if (operation.expectError) throw new Mismatch(`${operation.name} did not fail as expected`);
  if (operation.ignoreResultAndError || !('expectResult' in operation)) return;
  const { expectResult } = operation;
  if (!outcome.documents || !Array.isArray(expectResult)) {
    match(expectResult, outcome.value, where, true);
    return;
  }
  const documents = outcome.value as unknown[];
  if (documents.length !== expectResult.length)
    throw new Mismatch(`${where} has ${documents.length} documents, expected are ${expectResult.length}`);
  for (const [i, expected] of expectResult.entries()) match(expected, documents[i], `${where}[${i}]`, true);
}

function checkError(expected: ExpectedError, error: Error): void {
  const fromServer =
    error instanceof mongo.MongoServerError &&
    !(error instanceof mongo.MongoBulkWriteError && error.code === undefined);
  const network = error instanceof mongo.MongoNetworkError;
  if (expected.isClientError !== undefined && expected.isClientError !== (network || !fromServer))
    throw new Mismatch(`the error is one of the ${fromServer ? 'server' : 'client'}: ${error.message}`);
  if (
    expected.errorContains !== undefined &&
    !error.message.toLowerCase().includes(expected.errorContains.toLowerCase())
  )
    throw new Mismatch(`the error does not say '${expected.errorContains}': ${error.message}`);
  const cause =
    error instanceof mongo.MongoClientBulkWriteError && error.cause
      ? (error.cause as mongo.MongoServerError)
      : error;
  const { code, codeName } = cause as mongo.MongoServerError;
  if (expected.errorCode !== undefined && code !== expected.errorCode)
    throw new Mismatch(`the error has the code ${code}, expected is ${expected.errorCode}: ${error.message}`);
  if (expected.errorCodeName !== undefined && codeName !== expected.errorCodeName)
    throw new Mismatch(`the error has the name ${codeName}, expected is ${expected.errorCodeName}`);
  if (expected.errorResponse !== undefined)
    match(
      expected.errorResponse,
      (cause as mongo.MongoServerError).errorResponse,
      'the response of the error',
      true,
    );
  if (expected.expectResult !== undefined)
    match(expected.expectResult, partialResult(error), 'the partial result', true);
}

function partialResult(error: Error): unknown {
  if (error instanceof mongo.MongoClientBulkWriteError) {
    const result = error.partialResult && bulkResult(error.partialResult);
    // Where nothing succeeded there is no partial result; this driver gives one with nothing in it
    const counts = ['insertedCount', 'upsertedCount', 'matchedCount', 'deletedCount'];
    return counts.some((name) => result?.[name]) ? result : undefined;
  }
  return error instanceof mongo.MongoBulkWriteError ? error.result : undefined;
}

function checkEvents(entities: Entities, expected: ExpectedEvents): void {
  if ((expected.eventType ?? 'command') !== 'command')
    throw new Mismatch(`the runner does not know events of the kind ${expected.eventType}`);
  const seen = entities.events.get(expected.client) ?? [];
  if (
    seen.length < expected.events.length ||
    (seen.length > expected.events.length && !expected.ignoreExtraEvents)
  )
    throw new Mismatch(
      `the driver sent ${seen.map(({ event }) => event.commandName).join(', ')}: ${seen.length} events, expected are ${expected.events.length}`,
    );
  for (const [i, event] of expected.events.entries()) {
    const [name, fields] = Object.entries(event)[0]!;
    const actual = seen[i]!;
    if (actual.name !== name) throw new Mismatch(`event ${i} is a ${actual.name}, expected is a ${name}`);
    const { command, reply, ...plain } = fields as { command?: Doc; reply?: Doc } & Doc;
    const facts = actual.event as unknown as Doc;
    if (command) match(command, facts['command'], `event ${i}, its command`, true);
    if (reply) match(reply, facts['reply'], `event ${i}, its reply`, true);
    match(plain, facts, `event ${i}`, true);
  }
}

async function checkOutcome(client: mongo.MongoClient, data: CollectionData): Promise<void> {
  const documents = await client
    .db(data.databaseName)
    .collection(data.collectionName)
    .find({}, { sort: { _id: 1 } })
    .toArray();
  match(data.documents, documents, `the documents of ${data.collectionName}`);
}
