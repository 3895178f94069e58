import type { mongo } from 'mongoose';
import { Mismatch } from './match.ts';
import type { Doc, SpecTest } from './format.ts';

/** Something that the embedded store does not have: tests that need it are left out. */
export interface Missing {
  what: string;
  why: string;
  /** Whether a test needs it. */
  neededBy(test: SpecTest): boolean;
  /** A command that asks for it, which the server has to refuse with this code and a word of its message. */
  probe: { database: string; command: Doc; code: number; says: RegExp };
}

function someArgument(test: SpecTest, has: (name: string, value: unknown) => boolean): boolean {
  const search = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(search);
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([name, each]) => has(name, each) || search(each));
  };
  return test.operations.some((operation) => search(operation.arguments));
}

/** The whole list. A test is left out by nothing else. */
export const MISSING: readonly Missing[] = [
  {
    what: 'collation',
    why: 'Strings are compared by their bytes, in indexes too; comparing by the rules of a language needs keys that JavaScript cannot make.',
    neededBy: (test) => someArgument(test, (name) => name === 'collation'),
    probe: {
      database: 'spec-probe',
      command: { find: 'probe', filter: {}, collation: { locale: 'en', strength: 2 } },
      code: 303,
      says: /collation/,
    },
  },
  {
    what: 'configureFailPoint',
    why: "It makes a server fail on purpose and is MongoDB's own command for tests; a MongoDB in production does not have it either.",
    neededBy: (test) => test.operations.some(({ name }) => name === 'failPoint'),
    probe: {
      database: 'admin',
      command: { configureFailPoint: 'failCommand', mode: 'off' },
      code: 59,
      says: /configureFailPoint/,
    },
  },
  {
    what: 'views',
    why: 'Rehber has none: a view is a second name for a pipeline.',
    neededBy: (test) =>
      test.operations.some(
        ({ name, arguments: args }) => name === 'createCollection' && args?.['viewOn'] !== undefined,
      ),
    probe: {
      database: 'spec-probe',
      command: { create: 'probe-view', viewOn: 'probe', pipeline: [] },
      code: 303,
      says: /viewOn/,
    },
  },
];

/** Makes sure that the server refuses by name what tests are left out for. @throws Mismatch where it does not. */
export async function checkRefused(client: mongo.MongoClient): Promise<void> {
  for (const { what, probe } of MISSING) {
    const failure = await client
      .db(probe.database)
      .command(probe.command)
      .then(
        () => undefined,
        (error: mongo.MongoServerError) => error,
      );
    if (failure?.code !== probe.code || !probe.says.test(failure.message))
      throw new Mismatch(
        `Tests are left out for '${what}', but the server does not refuse it by name: ${failure?.message ?? 'it took it'}`,
      );
  }
}
