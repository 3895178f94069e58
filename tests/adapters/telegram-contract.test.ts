import type { DeliveryProblem } from '../../adapters/errors.ts';
import type { Trouble } from '../support/fake-telegram.ts';
import { messageUpdate, pressUpdate, TOURIST, type RawUpdate } from '../support/telegram-updates.ts';
import { openBench, WEBHOOK_SECRET } from '../support/telegram.ts';
import { adapterContract, type Act, type Harness } from './contract.ts';

const TROUBLES: Partial<Record<DeliveryProblem, Trouble>> = {
  rate_limited: {
    status: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  },
  unreachable: { status: 403, description: 'Forbidden: bot was blocked by the user' },
  unauthorized: { status: 401, description: 'Unauthorized' },
  rejected: { status: 400, description: 'Bad Request: message is too strange' },
  unavailable: { status: 502, raw: '<html>Bad Gateway</html>' },
};
const SECRETS = { valid: WEBHOOK_SECRET, forged: `${WEBHOOK_SECRET}x`, missing: undefined };

function updateOf(act: Act): RawUpdate {
  switch (act.kind) {
    case 'text':
      return messageUpdate({ text: act.text });
    case 'command':
      return messageUpdate({ text: `/${act.name} ${act.args}` });
    case 'location':
      return messageUpdate({ location: { latitude: act.point.lat, longitude: act.point.lon } });
    case 'press':
      return pressUpdate(act.action);
    default:
      return messageUpdate({ photo: [{ file_id: 'x', width: 9, height: 9 }], caption: act.caption });
  }
}

async function openHarness(): Promise<Harness> {
  const bench = await openBench({ publicUrl: 'https://guide.example.org/', start: true });
  const { adapter, events, failAccept, log, post, telegram } = bench;
  return {
    adapter,
    to: { conversation: String(TOURIST.id), user: String(TOURIST.id) },
    events,
    failAccept,
    delivery(act) {
      const body = JSON.stringify(updateOf(act));
      return async () => (await post(body, WEBHOOK_SECRET)) === 200;
    },
    redelivers: true,
    shown: async () =>
      [...telegram.messages.values()].map((message) => ({
        id: String(message.id),
        text: message.text,
        buttons: message.keyboard
          .flat()
          .map(({ text }) => ({ label: text.replace(/^✓ /, ''), chosen: text.startsWith('✓ ') })),
      })),
    refuse: (problem) => {
      const trouble = TROUBLES[problem];
      return trouble && (() => telegram.fail('sendMessage', trouble));
    },
    post: async (body, credentials) => post(body, SECRETS[credentials]),
    log,
    close: bench.close,
  };
}

adapterContract('telegram', openHarness);
