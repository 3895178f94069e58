import type { DeliveryProblem } from '../../adapters/errors.ts';
import type { Trouble } from '../support/slack-api.ts';
import {
  directMessage,
  press,
  slashCommand,
  TEAM,
  TOURIST,
  type RawPayload,
} from '../support/slack-payloads.ts';
import {
  buttonsOf,
  deliver,
  deliverRaw,
  openBench,
  textOf,
  viaOfPressOn,
  type Forgery,
} from '../support/slack.ts';
import { adapterContract, type Act, type Harness } from './contract.ts';

const TROUBLES: Partial<Record<DeliveryProblem, Trouble>> = {
  rate_limited: { status: 429, headers: { 'retry-after': '1' } },
  unreachable: { error: 'is_archived' },
  unauthorized: { error: 'token_revoked' },
  rejected: { error: 'msg_too_long' },
  unavailable: { status: 503, raw: '<html>Bad Gateway</html>' },
};
const CREDENTIALS: Record<'valid' | 'forged' | 'missing', Forgery> = {
  valid: {},
  forged: { secret: 'not-the-secret' },
  missing: { headers: { 'x-slack-signature': '' } },
};

function payloadOf(act: Act): RawPayload | undefined {
  switch (act.kind) {
    case 'text':
      return directMessage(asSlackHasIt(act.text));
    case 'command':
      return slashCommand(`/${act.name} ${act.args}`);
    case 'press':
      return press(act.action);
    case 'media':
      return directMessage(act.caption ?? '', {
        subtype: 'file_share',
        files: [{ id: 'F1', mimetype: 'image/jpeg', url_private: 'https://files.slack.com/x.jpg' }],
      });
    default:
      return undefined;
  }
}

function asSlackHasIt(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

async function openHarness(): Promise<Harness> {
  const bench = await openBench({ start: true });
  const { adapter, events, log, slack, url } = bench;
  const person = `${TEAM}:${TOURIST}`;
  return {
    adapter,
    to: {
      conversation: person,
      user: person,
      get via() {
        return viaOfPressOn([...slack.messages.values()].at(-1));
      },
    },
    events,
    failAccept: (failing) => bench.store(failing ? 'fails' : 'works'),
    delivery(act) {
      const payload = payloadOf(act);
      return payload && (async () => (await deliver(url, payload)) === 200);
    },
    redelivers: true,
    shown: async () =>
      [...slack.messages].map(([id, message]) => ({
        id,
        text: textOf(message),
        buttons: buttonsOf(message).map(({ label }) => ({
          label: label.replace(/^✓ /, ''),
          chosen: label.startsWith('✓ '),
        })),
      })),
    refuse: (problem) => {
      const trouble = TROUBLES[problem];
      return trouble && (() => slack.fail('chat.postMessage', trouble, problem === 'unavailable' ? 2 : 1));
    },
    post: async (body, credentials) =>
      (await deliverRaw(url, body, 'application/json', CREDENTIALS[credentials])).status,
    log,
    close: bench.close,
  };
}

adapterContract('slack', openHarness);
