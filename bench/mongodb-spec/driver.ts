import { mongo } from 'mongoose';
import type { Doc, SpecTest } from './format.ts';

/** Something that the driver does not send as the specification wants, whatever server it talks to. */
interface DriverGap {
  what: string;
  neededBy(test: SpecTest): boolean;
  /** Whether the driver still has the gap. */
  isThere(uri: string): Promise<boolean>;
}

/** Tests that only another driver can pass: what they are about is not sent to the server. */
const DRIVER_GAPS: readonly DriverGap[] = [
  {
    what: "the driver does not send 'bypassDocumentValidation: false', which is the default",
    neededBy: (test) =>
      (test.expectEvents ?? []).some(({ events }) =>
        events.some((event) => {
          const { command, commandName } = Object.values(event)[0] as { command?: Doc; commandName?: string };
          // Updates, single inserts and the bulkWrite of clients send it
          const name = commandName ?? Object.keys(command ?? {})[0];
          return (
            command?.['bypassDocumentValidation'] === false &&
            name !== 'update' &&
            name !== 'bulkWrite' &&
            !isInsertOne(test)
          );
        }),
      ),
    isThere: async (uri) => {
      const client = new mongo.MongoClient(uri, { monitorCommands: true });
      let sent: Doc | undefined;
      client.on('commandStarted', ({ command }) => (sent = command));
      await client
        .db('spec-probe')
        .collection('probe')
        .findOneAndUpdate({}, { $set: { a: 1 } }, { bypassDocumentValidation: false });
      await client.close();
      return sent !== undefined && !('bypassDocumentValidation' in sent);
    },
  },
];

function isInsertOne(test: SpecTest): boolean {
  return test.operations.every(({ name }) => name === 'insertOne');
}

/** The gaps that the driver in use has. */
export async function driverGaps(uri: string): Promise<DriverGap[]> {
  const there = await Promise.all(DRIVER_GAPS.map(async (gap) => gap.isThere(uri)));
  return DRIVER_GAPS.filter((_, i) => there[i]);
}

/**
 * The driver puts an `_id` of its own in place of a null one. Where a test inserts null, this makes it put null there.
 */
export function idOptions(test: SpecTest): mongo.MongoClientOptions {
  const insertsNull = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(insertsNull);
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([name, each]) =>
      name === 'document'
        ? isNullId(each)
        : name === 'documents'
          ? (each as unknown[]).some(isNullId)
          : insertsNull(each),
    );
  };
  if (!test.operations.some((operation) => insertsNull(operation.arguments))) return {};
  return { pkFactory: { createPk: () => null as never } };
}

function isNullId(document: unknown): boolean {
  return (document as Doc | undefined)?.['_id'] === null;
}
