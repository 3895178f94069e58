import type { DeliveryProblem } from '../../adapters/errors.ts';
import { screenOf, type SentMessage, type Trouble } from '../support/whatsapp-graph.ts';
import {
  APP_SECRET,
  message,
  messages,
  PHONE,
  pressMessage,
  signatureOf,
  textMessage,
} from '../support/whatsapp-webhooks.ts';
import { openBench } from '../support/whatsapp.ts';
import { adapterContract, type Act, type Harness, type ShownMessage } from './contract.ts';

const TROUBLES: Partial<Record<DeliveryProblem, Trouble>> = {
  rate_limited: { status: 429, code: 130_429 },
  unreachable: { status: 400, code: 131_026 },
  unauthorized: { status: 401, code: 190 },
  window_closed: { status: 400, code: 131_047 },
  rejected: { status: 400, code: 131_008 },
  unavailable: { status: 502, raw: '<html>Bad Gateway</html>' },
};

function messageOf(act: Act): Record<string, unknown> {
  switch (act.kind) {
    case 'text':
      return textMessage(act.text);
    case 'command':
      return textMessage(`/${act.name} ${act.args}`);
    case 'location':
      return message('location', { location: { latitude: act.point.lat, longitude: act.point.lon } });
    case 'press':
      return pressMessage(act.action);
    default:
      return message('image', { image: { id: '65463453', mime_type: 'image/jpeg', caption: act.caption } });
  }
}

function shownOf(sent: SentMessage): ShownMessage {
  const { buttons, text } = screenOf(sent);
  const shown = buttons.map(({ title }) => ({
    label: title.replace(/^✓ /, ''),
    chosen: title.startsWith('✓ '),
  }));
  return { id: sent.id, text, buttons: shown };
}

async function openHarness(): Promise<Harness> {
  const { adapter, close, events, failAccept, graph, log, post } = await openBench();
  const screens: ShownMessage[] = [];
  return {
    adapter,
    to: { conversation: PHONE, user: PHONE, via: 'wamid.HBgLcontract' },
    events,
    failAccept,
    delivery(act) {
      const body = JSON.stringify(messages(messageOf(act)));
      return async () => (await post(body)) === 200;
    },
    redelivers: true,
    shown: async () => {
      screens.push(...graph.messages.slice(screens.length).map(shownOf));
      return screens;
    },
    refuse: (problem) => {
      const trouble = TROUBLES[problem];
      return trouble && (() => graph.fail(trouble));
    },
    post: async (body, credentials) =>
      post(
        body,
        credentials === 'missing'
          ? null
          : signatureOf(body, credentials === 'valid' ? APP_SECRET : `${APP_SECRET}x`),
      ),
    log,
    close,
  };
}

adapterContract('whatsapp', openHarness);
