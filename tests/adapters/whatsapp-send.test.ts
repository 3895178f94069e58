import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { MAX_VOICE_BYTES } from '../../adapters/adapter.ts';
import { DeliveryError, type DeliveryProblem } from '../../adapters/errors.ts';
import { askConsent, askForget, askOffers, askReason } from '../../src/conversation/replies.ts';
import { answerButtons } from '../../src/engine/compose/buttons.ts';
import { LANGUAGES, type Button, type Reply } from '../../src/messages.ts';
import { screenOf, TOKEN, type Screen, type Trouble } from '../support/whatsapp-graph.ts';
import { violationOf } from '../support/whatsapp-limits.ts';
import { asShown } from '../support/whatsapp-screen.ts';
import { PHONE, USER_ID } from '../support/whatsapp-webhooks.ts';
import { openBench, type Bench } from '../support/whatsapp.ts';

const TO = { conversation: PHONE, user: PHONE };
const THUMBS: Button[] = [
  { label: '👍', action: 'up:1' },
  { label: '👎', action: 'down:1' },
];

function canBeShown(action: string, label: string): boolean {
  return action.trim() === action && label.trim() !== '' && Buffer.byteLength(action) <= 64;
}

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

  test('whatever a reply holds, in any language, Graph takes it and nothing needed is lost', async () => {
    const button = fc.oneof(
      fc.record(
        {
          label: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
          action: fc.oneof(
            fc.stringMatching(/^[a-z]{1,6}:[0-9a-f]{0,24}$/),
            fc.string({ minLength: 1, maxLength: 64 }),
          ),
          optional: fc.boolean(),
          chosen: fc.boolean(),
        },
        { requiredKeys: ['label', 'action'] },
      ),
      fc.record({ label: fc.string({ minLength: 1 }), url: fc.webUrl() }),
    );
    const replies: fc.Arbitrary<Reply> = fc.record(
      {
        text: fc
          .array(
            fc.oneof(
              fc.string({ unit: 'grapheme', maxLength: 300 }),
              fc.constantFrom('*', '_a_', '`', '\n> ', '1. ', 'Ayasofya', 'فتح', 'イスタンブール', '🕌'),
            ),
            { minLength: 1, maxLength: 12 },
          )
          .map((parts) => parts.join(' '))
          .filter((text) => text.trim() !== '' && text.length <= 1_024),
        language: fc.constantFrom(...LANGUAGES),
        buttons: fc
          .uniqueArray(button, {
            maxLength: 16,
            selector: (each) => ('action' in each ? each.action : each.url),
          })
          .map((all) => [all.slice(0, 2), all.slice(2)]),
        footer: fc.string({ unit: 'grapheme', maxLength: 90 }),
        locationRequest: fc.string(),
        place: fc.record({
          lat: fc.double({ min: 40, max: 42, noNaN: true }),
          lon: fc.double({ min: 28, max: 30, noNaN: true }),
          name: fc.stringMatching(/^\w{1,40}$/),
        }),
      },
      { requiredKeys: ['text', 'language', 'buttons'] },
    );
    await fc.assert(
      fc.asyncProperty(replies, async (content) => {
        const seen = await sendAndSee(content);
        assert.equal(violationOf(seen.payload), undefined);
        if (content.place) return;
        const needed = content.buttons
          .flat()
          .filter((each) => 'action' in each)
          .filter(({ action, label, optional }) => !optional && canBeShown(action, label))
          .map(({ action }) => action);
        const shown = new Set(seen.buttons.map(({ id }) => id));
        for (const action of needed.slice(0, 10)) assert.ok(shown.has(action), JSON.stringify(action));
        const links = content.buttons.flat().filter((each) => 'url' in each && each.label.trim() !== '');
        const given = JSON.stringify(seen.payload);
        const hasRoom = content.text.length + JSON.stringify(links).length < 1_000;
        for (const each of links) assert.ok(!hasRoom || ('url' in each && given.includes(each.url)));
      }),
      { numRuns: 150 },
    );
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

describe('what Graph refuses', () => {
  async function refusedBy(bench: Bench, trouble: Trouble): Promise<DeliveryError> {
    bench.graph.fail(trouble);
    try {
      await bench.adapter.send(TO, reply('a text that no error may quote'), 'key');
    } catch (error) {
      assert.ok(error instanceof DeliveryError, String(error));
      for (const secret of [TOKEN, 'no error may quote', PHONE, '+15550000000'])
        assert.ok(!`${error.message} ${String(error.cause)} ${bench.log()}`.includes(secret), secret);
      return error;
    }
    assert.fail('it was taken');
  }

  test('each code says what to do next', async () => {
    const cases: [DeliveryProblem, [number, number][]][] = [
      [
        'unauthorized',
        [
          [401, 190],
          [400, 190],
          [401, 100],
          [403, 10],
          [403, 200],
          [403, 131_005],
          [400, 131_031],
          [400, 131_042],
          [400, 368],
        ],
      ],
      [
        'window_closed',
        [
          [400, 131_047],
          [400, 470],
        ],
      ],
      ['unreachable', [[400, 131_026]]],
      [
        'unavailable',
        [
          [500, 1],
          [503, 2],
          [500, 131_000],
          [503, 133_004],
        ],
      ],
      [
        'rejected',
        [
          [400, 100],
          [400, 131_051],
          [400, 131_049],
          [400, 131_048],
          [404, 132_001],
        ],
      ],
    ];
    const bench = await openBench();
    for (const [problem, codes] of cases) {
      for (const [status, code] of codes) {
        assert.equal((await refusedBy(bench, { status, code })).problem, problem, `${status} ${code}`);
      }
    }
    await bench.close();
  });

  test('a server that is away, silent or odd is unavailable', async () => {
    const bench = await openBench({ timeoutMs: 150 });
    for (const trouble of ['disconnect', 'hang', { status: 503, raw: '<html>' }] as const)
      assert.equal((await refusedBy(bench, trouble)).problem, 'unavailable');
    assert.equal((await refusedBy(bench, { status: 404, raw: 'no such thing' })).problem, 'rejected');
    await bench.close();
  });

  test('what only an operator can mend is told once, with what to do', async () => {
    const bench = await openBench();
    for (let times = 0; times < 3; times += 1) await refusedBy(bench, { status: 400, code: 131_042 });
    const alerts = bench
      .log()
      .split('\n')
      .filter((line) => line.includes('needs an operator'));
    assert.equal(alerts.length, 1);
    assert.match(alerts[0] ?? '', /"level":50.*payment method/);
    await bench.close();
  });

  test('the pair limit holds back one person for 6 seconds, and longer where Graph asks for it', async () => {
    const bench = await openBench();
    const limit = { status: 400, code: 131_056 };
    const to = (user: string) => ({ conversation: user, user });
    bench.graph.fail(limit);
    const limited = bench.adapter.send(to('49111'), reply('Hi'), 'a');
    await assert.rejects(limited, { problem: 'rate_limited', retryAfterMs: 6_000 });
    // Another person does not wait
    await bench.adapter.send(to('49222'), reply('Hi'), 'b');
    bench.graph.fail({ ...limit, headers: { 'retry-after': '9' } });
    await assert.rejects(bench.adapter.send(to('49333'), reply('Hi'), 'c'), { retryAfterMs: 9_000 });
    await bench.close();
  });

  test('the number’s own limit holds all messages back, twice as long the second time', async () => {
    const bench = await openBench();
    const limit = { status: 429, code: 130_429 };
    bench.graph.fail(limit, limit, limit);
    const sending = ['49111', '49222'].map(async (user) =>
      bench.adapter.send({ conversation: user, user }, reply('Hi'), user),
    );
    // Both meet one limit
    for (const result of await Promise.allSettled(sending)) {
      assert.ok(result.status === 'rejected' && result.reason instanceof DeliveryError);
      assert.ok(result.reason.retryAfterMs > 0 && result.reason.retryAfterMs <= 1_000);
    }
    // This one waits out the first second before it is refused in its turn
    await assert.rejects(bench.adapter.send(TO, reply('Hi'), 'a'), { retryAfterMs: 2_000 });
    // A sign of typing does not go before messages that wait
    await bench.adapter.typing?.({ ...TO, via: 'wamid.HBgLheld' });
    assert.deepEqual(bench.graph.read, []);
    await bench.close();
  });

  test('two messages to one person go one after the other, those to others beside them', async () => {
    const bench = await openBench({ timeoutMs: 300 });
    bench.graph.fail('hang');
    const first = bench.adapter.send(TO, reply('first'), 'a');
    const second = bench.adapter.send(TO, reply('second'), 'b');
    await bench.adapter.send({ conversation: '49222', user: '49222' }, reply('other'), 'c');
    assert.equal(bench.graph.to(PHONE).length, 0);
    await assert.rejects(first, { problem: 'unavailable' });
    await second;
    assert.equal(bench.graph.to(PHONE).length, 1);
    await bench.close();
  });
});

describe('voice messages', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(async () => bench.close());

  test('a voice message is fetched from where Graph says, with our token', async () => {
    const data = Buffer.from('OggS and so on');
    bench.graph.files.set('77', { data, mimeType: 'audio/ogg; codecs=opus' });
    const media = await bench.adapter.fetchMedia?.('77');
    assert.deepEqual(Buffer.from(media?.data ?? []), data);
    assert.equal(media?.mimeType, 'audio/ogg; codecs=opus');
    assert.ok(bench.graph.requests.every(({ authorization }) => authorization === `Bearer ${TOKEN}`));
  });

  test('our token is shown to nobody but Graph', async () => {
    const stranger = await openBench();
    const url = `${stranger.graph.apiRoot}/files/1`;
    stranger.graph.files.set('1', { data: Buffer.from('x'), mimeType: 'audio/ogg' });
    bench.graph.files.set('78', { data: Buffer.from('x'), mimeType: 'audio/ogg', url });
    await assert.rejects(async () => bench.adapter.fetchMedia?.('78'), { problem: 'rejected' });
    assert.equal(stranger.graph.requests.length, 0);
    await stranger.close();
  });

  test('a file that is too large, unknown or no file at all is refused', async () => {
    bench.graph.files.set('79', { data: Buffer.alloc(MAX_VOICE_BYTES + 1), mimeType: 'audio/ogg' });
    for (const id of ['79', '80', '../../me', ''])
      await assert.rejects(async () => bench.adapter.fetchMedia?.(id), { problem: 'rejected' }, id);
  });
});
