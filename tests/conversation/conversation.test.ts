import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FakeTelegram, type SentMessage } from '../support/fake-telegram.ts';
import { dataFolder, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { answersIn, post, pressOn, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

interface Feedback {
  up: number;
  down: number;
}

describe('a conversation', () => {
  let telegram: FakeTelegram;
  let serving: Serving;
  let dir: string;
  let env: Record<string, string>;
  let update = 1;
  let chat = 100;

  before(async () => {
    dir = await dataFolder();
    telegram = await FakeTelegram.start();
    env = webhookEnvironment(telegram, dir);
    serving = await Serving.start(env);
  });
  after(async () => {
    await serving.end();
    await telegram.close();
    await removeFolder(dir);
  });

  const messages = (): SentMessage[] =>
    [...telegram.messages.values()].filter((message) => message.chat === chat);
  const feedback = async (): Promise<Feedback> =>
    (await rehberJson<{ feedback: Feedback }>(['stats'], env)).feedback;

  async function say(text: string, language = 'en'): Promise<void> {
    assert.equal(await post(serving, textUpdate(update++, chat, text, language)), 200);
  }

  async function messageWith(action: string): Promise<SentMessage & { data: string }> {
    const find = (): (SentMessage & { data: string }) | undefined =>
      messages()
        .flatMap((message) =>
          message.keyboard
            .flat()
            .filter((button) => button.callback_data?.startsWith(action))
            .map((button) => ({ ...message, data: button.callback_data ?? '' })),
        )
        .at(-1);
    await eventually(`a button ${action} is there`, () => find() !== undefined);
    return find() as SentMessage & { data: string };
  }

  async function press(action: string): Promise<Record<string, unknown>> {
    const message = await messageWith(action);
    const body = pressOn(update++, chat, message, message.data);
    assert.equal(await post(serving, body), 200);
    return body;
  }

  /** Texts of the notices that presses were confirmed with. */
  const notices = (): string[] =>
    telegram.calls
      .filter(({ method }) => method === 'answerCallbackQuery')
      .map(({ payload }) => payload['text'] as string);

  it('answers a greeting of a first contact, and asks for consent once, not in thumbs', async () => {
    chat = 101;
    await say('/start');
    const consent = await messageWith('consent:yes');
    assert.equal(messages().length, 2);
    assert.equal(consent.keyboard.flat()[0]?.callback_data, 'consent:yes');
    assert.equal(
      consent.keyboard.flat().some((button) => /[👍👎]/u.test(button.text)),
      false,
    );
    await say('kebab');
    await eventually('the question is answered', () => answersIn(telegram, chat).length === 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(messages().length, 3);
  });

  it('speaks the language of the message, whatever the profile says', async () => {
    chat = 102;
    await say('Wo kann ich gut essen?', 'ru');
    const consent = await messageWith('consent:yes');
    assert.match(consent.text, /Gespräche|Unterhaltungen|Reiseführer/);
  });

  it('counts a double click and a redelivered press once, and confirms each press', async () => {
    chat = 103;
    await say('kebab');
    const earlier = await feedback();
    const seen = notices().length;
    const body = await press('up:');
    await post(serving, body);
    await press('up:');
    await eventually('both presses are confirmed', () => notices().length >= seen + 2);
    assert.equal((await feedback()).up, earlier.up + 1);
    const answer = answersIn(telegram, chat)[0];
    assert.match(answer?.keyboard.flat()[0]?.text ?? '', /✓|✅/, 'the thumb is shown as chosen');
    assert.ok(
      notices()
        .slice(seen)
        .every((text) => text !== ''),
    );
  });

  it('takes a vote back at a later press on the same thumb, and lets the last vote win', async () => {
    chat = 104;
    await say('kebab');
    const earlier = await feedback();
    await press('up:');
    await eventually('it counts', async () => (await feedback()).up === earlier.up + 1);
    await press('down:');
    await eventually('the last vote wins', async () => (await feedback()).down === earlier.down + 1);
    assert.equal((await feedback()).up, earlier.up);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await press('down:');
    await eventually('it is taken back', async () => (await feedback()).down === earlier.down);
  });

  it('offers five reasons after a thumb down, and takes a correction in words', async () => {
    chat = 105;
    await say('kebab');
    await messageWith('consent:yes');
    await press('consent:yes');
    await press('down:');
    const reasons = await messageWith('why:');
    assert.equal(
      reasons.keyboard.flat().filter((button) => button.callback_data?.startsWith('why:')).length,
      5,
    );
    const count = messages().length;
    await press('fix:');
    await eventually('it asks for the correction', () => messages().length === count + 1);
    await say('It closed in May, call 0532 123 45 67');
    await eventually('it thanks', () => messages().length === count + 2);
    assert.equal(answersIn(telegram, chat).length, 1, 'a correction is no question');
    const { file } = await rehberJson<{ file: string }>(
      ['export', '--format', 'turns', '--out', `${dir}/c`],
      env,
    );
    const { readFile } = await import('node:fs/promises');
    const rows = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { feedback: { correction?: string } | null });
    assert.deepEqual(rows.map((row) => row.feedback?.correction).filter(Boolean), [
      'It closed in May, call [phone]',
    ]);
  });

  it('shows the map, remembers a location, and answers what is near it', async () => {
    chat = 106;
    await say('Galata Tower');
    await press('map:');
    await eventually('a venue is sent', () =>
      telegram.calls.some(({ method, payload }) => method === 'sendVenue' && payload['chat_id'] === chat),
    );
    const { message } = textUpdate(update, chat, '') as { message: Record<string, unknown> };
    const { text: _, ...rest } = message;
    const location = { latitude: 41.0086, longitude: 28.9802 };
    await post(serving, { update_id: update++, message: { ...rest, location } });
    await eventually('the location is answered', () => answersIn(telegram, chat).length === 2);
    await say('museum near me');
    await eventually('the question is answered', () => answersIn(telegram, chat).length === 3);
    assert.match(answersIn(telegram, chat)[2]?.text ?? '', /\d+\s?(m|min|km)\b/);
  });

  it('changes its language on request', async () => {
    chat = 107;
    await say('/language');
    await press('lang:ja');
    await say('/help');
    await eventually('help is in Japanese', () => /[ぁ-ん]/.test(messages().at(-1)?.text ?? ''));
  });

  it('keeps to a chosen language where a message does not tell one, also after others were written', async () => {
    chat = 110;
    await say('Where can I eat a good kebab?');
    await say('/language');
    await press('lang:de');
    await say('kebab');
    await eventually('the answer is in German', () => answersIn(telegram, chat).length === 2);
    assert.match(
      answersIn(telegram, chat)[1]?.text ?? '',
      /\b(in der Nähe|Lokale|und|öffnet|geschlossen|Standort)\b/,
    );
    await say('Where can I eat a good kebab?');
    await eventually('a message is answered in its own', () => answersIn(telegram, chat).length === 3);
    assert.match(answersIn(telegram, chat)[2]?.text ?? '', /\b(location|Places|closed|opens|open)\b/);
  });

  it('does not let a stranger vote in a conversation', async () => {
    chat = 108;
    await say('kebab');
    const answer = await messageWith('up:');
    const earlier = await feedback();
    await post(serving, pressOn(update++, 109, answer, answer.data));
    await post(serving, pressOn(update++, 109, answer, 'up:nonsense'));
    await post(serving, pressOn(update++, 109, answer, 'constructor:__proto__'));
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual(await feedback(), earlier);
    assert.equal(serving.running, true);
  });

  it('has logged no text, name, id or coordinate', () => {
    const log = JSON.stringify(serving.lines);
    for (const secret of ['kebab', 'Galata', '41.0086', 'It closed', '"105"', ':105,'])
      assert.equal(log.includes(secret), false, secret);
  });
});
