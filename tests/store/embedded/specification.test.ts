import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runSpecifications } from '../../../bench/mongodb-spec/run.ts';
import { checkRefused, MISSING } from '../../../bench/mongodb-spec/skips.ts';
import { connect, serve } from './serve.ts';

const FIXTURES = process.env['REHBER_FIXTURES'];
const { server } = await serve();

test('what tests of the specification are left out for is refused by its name', async () => {
  assert.ok(MISSING.length > 0);
  await checkRefused(await connect(server.uri));
});

describe(
  "MongoDB's CRUD specification",
  { skip: !FIXTURES && "REHBER_FIXTURES is not set: MongoDB's specification tests are not at hand" },
  () => {
    test('fails in nothing, and at most a fifth of what can be run is left out', async () => {
      const results = await runSpecifications(join(FIXTURES!, 'mongodb-spec', 'crud'), server.uri);
      assert.deepEqual(
        results.filter(({ outcome }) => outcome === 'failed'),
        [],
      );
      const count = (outcome: string): number => results.filter((each) => each.outcome === outcome).length;
      const runnable = count('passed') + count('skipped');
      assert.ok(
        count('passed') > 0 && count('skipped') <= runnable / 5,
        `${count('skipped')} of ${runnable}`,
      );
    });
  },
);
