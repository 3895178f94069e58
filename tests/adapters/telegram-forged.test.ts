import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { messageUpdate } from '../support/telegram-updates.ts';
import { openBench, WEBHOOK_SECRET } from '../support/telegram.ts';

/** Something like the secret, but never the secret: cut, lengthened, in other letters, or made up. */
const forgedSecret = fc
  .oneof(
    fc.nat({ max: WEBHOOK_SECRET.length - 1 }).map((length) => WEBHOOK_SECRET.slice(0, length)),
    fc.string({ minLength: 1, maxLength: 5 }).map((more) => WEBHOOK_SECRET + more),
    fc.nat({ max: WEBHOOK_SECRET.length - 1 }).map((index) => replaceAt(WEBHOOK_SECRET, index, '~')),
    fc.constantFrom(undefined, WEBHOOK_SECRET.toUpperCase(), `Bearer ${WEBHOOK_SECRET}`, 'undefined', 'null'),
    fc.string(),
  )
  // What a header cannot hold never arrives
  .map((secret) => secret?.replaceAll(/[^\x20-\x7e]/g, '').trim())
  .filter((secret) => secret !== WEBHOOK_SECRET);

test('of 2,000 updates without the secret, and 1,000 cut short with it, none is taken and none does harm', async () => {
  const bench = await openBench({ publicUrl: 'https://guide.example.org' });
  const whole = JSON.stringify(messageUpdate({ text: 'forged' }));
  await fc.assert(
    fc.asyncProperty(forgedSecret, async (secret) => {
      assert.equal(await bench.post(whole, secret), 401);
    }),
    { numRuns: 2_000 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
      assert.equal(await bench.post(whole.slice(0, length), WEBHOOK_SECRET), 400);
    }),
    { numRuns: 1_000 },
  );
  assert.deepEqual(bench.events, []);
  assert.equal(await bench.post(whole, WEBHOOK_SECRET), 200);
  assert.equal(bench.events.length, 1);
  await bench.close();
});

function replaceAt(text: string, index: number, by: string): string {
  return text.slice(0, index) + by + text.slice(index + 1);
}
