import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deliver, reply, type Harness } from './contract/harness.ts';
import { inbound } from './contract/inbound.ts';
import { outbound, refusals } from './contract/outbound.ts';

export type { Act, Harness, ShownMessage } from './contract/harness.ts';

/**
 * What every adapter must do. A new channel calls this with a harness of its own and nothing more:
 * `adapterContract('telegram', openHarness)`.
 */
export function adapterContract(name: string, open: () => Promise<Harness>): void {
  describe(`${name}: the adapter contract`, () => {
    let harness: Harness;
    before(async () => {
      harness = await open();
    });
    after(async () => harness.close());
    const current = (): Harness => harness;
    describe('what comes in', () => inbound(current));
    describe('what goes out', () => outbound(current));
    describe('what a platform refuses', () => refusals(current));
    test('the log tells no text, no person and no coordinate', async () => {
      await deliver(harness, { kind: 'text', text: 'secret-word-of-a-tourist' });
      await deliver(harness, { kind: 'location', point: { lat: 41.012_345, lon: 28.976_543 } });
      await harness.adapter.send(harness.to, reply('secret-word-of-the-guide'), 'log');
      const log = harness.log();
      for (const secret of ['secret-word', '41.012345', '28.976543', harness.to.user]) {
        assert.ok(!log.includes(secret), `the log holds ${JSON.stringify(secret)}`);
      }
    });
  });
}
