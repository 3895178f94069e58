import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dataFolder, rehber, rehberJson, removeFolder } from '../support/rehber.ts';

interface Asked {
  id?: string;
  text: string;
  language: string;
  intent: string;
  places: { id: string; name: string; lat: number; lon: number; distanceMeters?: number }[];
  buttons: { text: string }[];
  grounded: boolean;
  sources: { fact: string; checkedOn: string }[];
  variant: string;
  latencyMs: number;
}

describe('the command line', () => {
  let dir: string;
  before(async () => {
    dir = await dataFolder();
  });
  after(async () => removeFolder(dir));

  it('says what it can do', async () => {
    const help = await rehber(['--help']);
    assert.equal(help.code, 0);
    for (const verb of ['serve', 'chat', 'ask', 'export', 'stats', 'knowledge', 'redact', 'doctor'])
      assert.match(help.stdout, new RegExp(`\\n  ${verb}`));
    assert.equal((await rehber(['export', '--help'])).code, 0);
  });

  for (const args of [
    [],
    ['dance'],
    ['ask'],
    ['ask', 'kebab', '--at', 'here'],
    ['export', '--format', 'csv'],
    ['ask', 'x', '--batch'],
    ['stats', '--loud'],
  ]) {
    it(`ends with 2 and an explanation for «rehber ${args.join(' ')}»`, async () => {
      const done = await rehber(args, { DATA_DIR: dir });
      assert.equal(done.code, 2);
      assert.notEqual(done.stderr.trim(), '');
    });
  }

  it('ends with 1 and the name of a broken variable', async () => {
    const done = await rehber(['serve'], { DATA_DIR: dir, PORT: 'many' });
    assert.equal(done.code, 1);
    assert.match(done.stderr, /PORT: must be a port number/);
    assert.equal(done.stdout, '');
  });

  it('answers one question', async () => {
    const answer = await rehberJson<Asked>(['ask', 'kebab near me', '--at', '41.0086,28.9802']);
    assert.equal(answer.language, 'en');
    assert.equal(answer.intent, 'nearby');
    assert.ok(answer.places.length > 0);
    assert.ok(answer.places.every((place) => Number.isInteger(place.distanceMeters)));
    assert.ok(answer.sources.every((source) => /^\d{4}-\d{2}-\d{2}$/.test(source.checkedOn)));
    assert.equal(answer.grounded, true);
    assert.equal(answer.buttons[0]?.text, '👍');
    assert.ok(answer.text.length <= 160);
  });

  it('answers each line of a batch with one line, and says in place what is wrong with a bad one', async () => {
    const lines = [
      '{"id":"a","text":"kebab","at":[95,200]}',
      'no json',
      '{"id":"c"}',
      '{"id":4,"text":"hi"}',
    ];
    const done = await rehber(['ask', '--batch'], {}, lines.join('\n'));
    assert.equal(done.code, 1);
    const [outside, garbage, empty, last] = done.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: unknown; text?: string; error?: string });
    assert.match(outside?.text ?? '', /outside Istanbul/);
    assert.match(garbage?.error ?? '', /JSON/);
    assert.deepEqual([empty?.id, empty?.text], ['c', undefined]);
    assert.match(empty?.error ?? '', /text/);
    assert.equal(last?.id, 4);
    assert.match(done.stderr, /^line 2 /);
  });

  it('answers a batch in order, follow-ups and all', async () => {
    const lines = [
      { id: 'a', text: 'Ayasofya ne zaman açılıyor?', now: '2026-11-24T10:00:00+03:00' },
      { id: 'b', text: 'kebab near me', at: [41.0086, 28.9802] },
      { id: 'c', text: 'another one', before: [{ text: 'kebab near me', at: [41.0086, 28.9802] }] },
      { text: 'Где поесть?' },
    ];
    const done = await rehber(
      ['ask', '--batch'],
      {},
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    assert.equal(done.code, 0, done.stderr);
    const answers = done.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Asked);
    assert.deepEqual(
      answers.map((answer) => answer.id),
      ['a', 'b', 'c', undefined],
    );
    assert.deepEqual(
      answers.map((answer) => answer.language),
      ['tr', 'en', 'en', 'ru'],
    );
    assert.equal(answers[0]?.intent, 'hours');
    const shown = new Set(answers[1]?.places.map((place) => place.id));
    assert.equal(
      answers[2]?.places.some((place) => shown.has(place.id)),
      false,
      'another one is another one',
    );
  });

  it('counts nothing as nothing, with rates of null', async () => {
    const stats = await rehberJson<{ turns: number; feedback: object; inbox: object }>(['stats'], {
      DATA_DIR: dir,
    });
    assert.equal(stats.turns, 0);
    assert.deepEqual(stats.feedback, { up: 0, down: 0, rate: null, positiveRate: null });
    assert.deepEqual(stats.inbox, { waiting: 0, working: 0, poison: 0 });
  });

  it('redacts line by line', async () => {
    const done = await rehber(['redact'], {}, 'call 0532 123 45 67\nkebab\n\n');
    assert.equal(done.stdout, 'call [phone]\nkebab\n\n');
  });

  it('lists, searches and checks the pack', async () => {
    const all = await rehberJson<{ id: string; name: { tr: string; en: string }; facts: unknown[] }[]>([
      'knowledge',
      'list',
    ]);
    assert.ok(all.length >= 150, `${all.length} places`);
    const found = await rehberJson<{ id: string; distanceMeters: number }[]>([
      'knowledge',
      'search',
      'ayasofia',
      '--at',
      '41.0,28.97',
      '--limit',
      '3',
    ]);
    assert.ok(found.length > 0 && found.length <= 3);
    assert.ok(found.every((place) => Number.isInteger(place.distanceMeters)));
    const report = await rehberJson<{ ok: boolean; problems: unknown[] }>(['knowledge', 'check']);
    assert.deepEqual(report.problems, []);
  });
});
