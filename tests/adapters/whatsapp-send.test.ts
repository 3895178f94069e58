import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { askConsent, askForget, askOffers, askReason } from '../../src/conversation/replies.ts';
import { answerButtons } from '../../src/engine/compose/buttons.ts';
import { LANGUAGES, type Button, type Reply } from '../../src/messages.ts';
import { screenOf, type Screen } from '../support/whatsapp-graph.ts';
import { asShown } from '../support/whatsapp-screen.ts';
import { PHONE, USER_ID } from '../support/whatsapp-webhooks.ts';
import { openBench, type Bench } from '../support/whatsapp.ts';

const TO = { conversation: PHONE, user: PHONE };
const THUMBS: Button[] = [
  { label: '👍', action: 'up:1' },
  { label: '👎', action: 'down:1' },
];

function reply(text: string, content: Partial<Reply> = {}): Reply {
  return { text, language: 'en', buttons: [], ...content };
}

describe('messages to WhatsApp', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.graph.messages.splice(0));
  after(async () => bench.close());

  /** Sends a reply and resolves with what the person sees and what Graph was given. */
  async function sendAndSee(content: Reply): Promise<Screen & { payload: Record<string, unknown> }> {
    const id = await bench.adapter.send(TO, content, 'key');
    const sent = bench.graph.messages.find((message) => message.id === id);
    assert.ok(sent);
    return { ...screenOf(sent), payload: sent.payload };
  }

  test('an answer is one interactive message with its thumbs and the small print below', async () => {
    const extra: Button[] = [{ label: '📍 Map', action: 'map:1', optional: true }];
    const seen = await sendAndSee(
      reply('Ayasofya is open.', { buttons: [THUMBS, extra], footer: 'Run by Test Tours' }),
    );
    assert.deepEqual(seen.payload['interactive'], {
      type: 'button',
      body: { text: 'Ayasofya is open.' },
      footer: { text: 'Run by Test Tours' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'up:1', title: '👍' } },
          { type: 'reply', reply: { id: 'down:1', title: '👎' } },
          { type: 'reply', reply: { id: 'map:1', title: '📍 Map' } },
        ],
      },
    });
    assert.equal(bench.graph.messages.length, 1);
  });

  test('what Meta grants the number is asked for, and nothing is made up where it does not tell', async () => {
    const told = async (number: Record<string, unknown>): Promise<unknown> => {
      bench.graph.number = number;
      return bench.adapter.allowance?.();
    };
    assert.deepEqual(
      await told({
        throughput: { level: 'STANDARD' },
        whatsapp_business_manager_messaging_limit: 'TIER_250',
        is_on_biz_app: false,
      }),
      { outsidePerDay: 250 },
    );
    assert.deepEqual(
      await told({
        throughput: { level: 'HIGH' },
        whatsapp_business_manager_messaging_limit: 'TIER_UNLIMITED',
      }),
      { messagesPerSecond: 1_000, outsidePerDay: Infinity },
    );
    assert.deepEqual(
      await told({ whatsapp_business_manager_messaging_limit: 'TIER_2K', is_on_biz_app: true }),
      { messagesPerSecond: 20, outsidePerDay: 2_000 },
    );
    assert.deepEqual(await told({ whatsapp_business_manager_messaging_limit: 'TIER_NEW' }), {});
    bench.graph.number = undefined;
    await assert.rejects(async () => bench.adapter.allowance?.(), /WhatsApp number/);
  });

  test('of more than three buttons the optional ones go, from the end', async () => {
    const extra = ['map', 'more', 'site'].map((action) => ({ label: action, action, optional: true }));
    const { buttons } = await sendAndSee(reply('Places', { buttons: [THUMBS, extra] }));
    assert.deepEqual(
      buttons.map(({ id }) => id),
      ['up:1', 'down:1', 'map'],
    );
  });

  test('more than three needed buttons become a list, its labels whole', async () => {
    const label = 'The opening hours are out of date, and the price too';
    const reasons = ['a', 'b', 'c', 'd'].map((action) => ({ label: action, action }));
    const seen = await sendAndSee(
      reply('Was ist falsch?', { language: 'de', buttons: [reasons, [{ label, action: 'e' }]] }),
    );
    const { action, type } = seen.payload['interactive'] as {
      type: string;
      action: { button: string; sections: { rows: { description?: string }[] }[] };
    };
    assert.deepEqual([type, action.button], ['list', 'Auswählen']);
    assert.equal(action.sections[0]?.rows[4]?.description, label);
    assert.deepEqual(
      seen.buttons.map(({ id }) => id),
      ['a', 'b', 'c', 'd', 'e'],
    );
  });

  test('a link alone is a button, links beside others stand in the text', async () => {
    const link = { label: 'Tickets', url: 'https://example.org/a_b_c' };
    const alone = await sendAndSee(reply('Galata', { buttons: [[link]] }));
    assert.deepEqual(alone.buttons, [{ title: 'Tickets', id: 'https://example.org/a_b_c' }]);
    const beside = await sendAndSee(reply('Galata', { buttons: [THUMBS, [link]] }));
    assert.equal(beside.text, 'Galata\nTickets: https://example.org/a_b_c');
    assert.ok(JSON.stringify(beside.payload).includes('https://example.org/a_b_c'));
    assert.equal(beside.buttons.length, 2);
    const two = await sendAndSee(reply('Galata', { buttons: [[link, { ...link, label: 'Map' }]] }));
    assert.equal(two.text, 'Galata\nTickets: https://example.org/a_b_c\nMap: https://example.org/a_b_c');
    // The text makes room for the address, and the log says so
    const long = await sendAndSee(reply('Galata '.repeat(150).trim(), { buttons: [THUMBS, [link]] }));
    assert.ok(long.text.endsWith('…\nTickets: https://example.org/a_b_c'), long.text.slice(-80));
    assert.match(bench.log(), /"characters":\d+,"msg":"a text was too long/);
  });

  test('a place is a location, and a text where WhatsApp will not have it', async () => {
    const place = { lat: 41.0086, lon: 28.9802, name: 'Ayasofya', address: 'Sultanahmet' };
    const { payload } = await sendAndSee(reply('Ayasofya', { place }));
    assert.deepEqual(payload['location'], {
      latitude: '41.0086',
      longitude: '28.9802',
      name: 'Ayasofya',
      address: 'Sultanahmet',
    });
    bench.graph.fail({ status: 400, code: 131_009 });
    const { text } = await sendAndSee(reply('Ayasofya', { place }));
    assert.equal(text, 'Ayasofya\nSultanahmet');
  });

  test('a location is asked for where there are no buttons', async () => {
    const locationRequest = '📍 Share location';
    const asked = await sendAndSee(reply('Where are you?', { locationRequest, footer: 'Test Tours' }));
    assert.deepEqual(asked.payload['interactive'], {
      type: 'location_request_message',
      body: { text: 'Where are you?\n\nTest Tours' },
      action: { name: 'send_location' },
    });
    const rated = await sendAndSee(reply('Where are you?', { locationRequest, buttons: [THUMBS] }));
    assert.equal(rated.buttons.length, 2);
  });

  test('signs of markup are shown as they stand, and addresses are left alone', async () => {
    const texts = [
      '*bold* _it_ ~gone~ `code` ```block```',
      '**twice** __twice__ (_a_) 5* hotel, 4* hotel',
      '> quoted\n- one\n* two\n1. three\n-4 °C',
      'https://example.org/_a_*b*_c snake_case_word 2*3*4',
      '*مفتوح* الآن',
      '*https://example.org* _here_',
    ];
    for (const text of texts) {
      assert.equal((await sendAndSee(reply(text))).text, text);
      assert.equal((await sendAndSee(reply(text, { buttons: [THUMBS] }))).text, text);
    }
    // The screen that this is looked at on does show markup
    assert.equal(asShown('*bold* _it_\n> quoted'), 'bold it\nquoted');
    const [, , , address] = texts;
    const sent = JSON.stringify((await sendAndSee(reply(address ?? ''))).payload);
    assert.ok(sent.includes('https://example.org/_a_*b*_c snake_case_word 2*3*4'));
  });

  test('the guide’s own buttons are shown whole in all twelve languages', async () => {
    for (const language of LANGUAGES) {
      const buttons = answerButtons(language, 'f'.repeat(24), { map: true, more: false });
      const replies = [
        reply('An answer', { language, buttons }),
        askConsent(language, 730),
        askOffers(language),
        askForget(language),
        askReason(language, 'f'.repeat(24)),
      ];
      for (const each of replies) {
        const { buttons: shown, text } = await sendAndSee(each);
        assert.equal(text, each.text);
        assert.deepEqual(
          shown.map(({ title }) => title),
          each.buttons.flat().map(({ label }) => label),
        );
      }
    }
  });

  test('a business-scoped id goes into recipient, a number into to', async () => {
    await bench.adapter.send({ conversation: USER_ID, user: USER_ID }, reply('Hello'), 'a');
    await bench.adapter.send(TO, reply('Hello'), 'b');
    const [scoped, numbered] = bench.graph.messages.map(({ payload }) => [
      payload['recipient'],
      payload['to'],
    ]);
    assert.deepEqual(scoped, [USER_ID, undefined]);
    assert.deepEqual(numbered, [undefined, PHONE]);
  });

  test('typing marks the message as read, once for as long as it shows', async () => {
    const to = { ...TO, via: 'wamid.HBgLtyping' };
    await bench.adapter.typing?.(to);
    await bench.adapter.typing?.(to);
    await bench.adapter.typing?.(TO);
    assert.deepEqual(bench.graph.read, [{ messageId: 'wamid.HBgLtyping', typing: true }]);
  });

  test('a message that Graph takes without telling an id is sent', async () => {
    bench.graph.fail({ status: 200, raw: '{"messaging_product":"whatsapp"}' }, { status: 200, raw: 'OK' });
    assert.equal(await bench.adapter.send(TO, reply('Hello'), 'a'), '');
    assert.equal(await bench.adapter.send(TO, reply('Hello'), 'b'), '');
  });

  test('buttons that WhatsApp refuses keep no answer back', async () => {
    bench.graph.fail({ status: 400, code: 131_009 });
    const seen = await sendAndSee(reply('Ayasofya is open.', { buttons: [THUMBS], footer: 'Test Tours' }));
    assert.equal(seen.text, 'Ayasofya is open.\n\nTest Tours');
    bench.graph.fail({ status: 400, code: 131_009 });
    const link = { label: 'Tickets', url: 'https://example.org/' };
    const linked = await sendAndSee(reply('Galata', { buttons: [[link]] }));
    assert.equal(linked.text, 'Galata\nTickets: https://example.org/');
    assert.match(bench.log(), /goes as a plain text/);
  });
});
