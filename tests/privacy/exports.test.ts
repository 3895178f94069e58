import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { DatasetReport } from '../../src/dataset/check.ts';
import { coarsenDistances } from '../../src/dataset/distances.ts';
import { formatDistance, formatWalk } from '../../src/engine/compose/format.ts';
import { phrase } from '../../src/engine/compose/phrases.ts';
import { LANGUAGES, type Language } from '../../src/messages.ts';
import { FakeTelegram } from '../support/fake-telegram.ts';
import { dataFolder, rehber, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { post, pressOn, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

/** Distances in the unit words of all languages, and minutes; digits of every script. */
const DISTANCE =
  /(?<number>\p{Nd}+(?:[.,٫]\p{Nd}+)?)[\s-]?(?:(?<km>km|км|كم|کیلومتر|公里)|(?:m|м|م|متر|米)(?!\p{L}))/gu;
const MINUTES = /(?<number>\p{Nd}+)[\s-]?(?:min\b|Min\.|dk|мин|دقيقة|دقائق|دقیقه|د(?!\p{L})|分)/gu;
/** A point between Nardis Jazz Club and Galata Tower: three places are within 170 m. */
const GALATA = { latitude: 41.02535, longitude: 28.97425 };

const QUESTIONS: readonly [Language, string][] = [
  ['en', 'restaurants near me'],
  ['de', 'Restaurants in meiner Nähe'],
  ['tr', 'yakınımda müze var mı'],
  ['ar', 'مطاعم قريبة مني'],
  ['fa', 'رستوران نزدیک من'],
  ['zh', '附近的餐厅'],
];

/** Holds a text against what trilateration needs: a distance below a kilometre, or a fraction of one. */
function assertCoarse(text: string): void {
  for (const { 0: told, groups } of text.matchAll(DISTANCE)) {
    assert.ok(groups?.['km'], `“${told}” is in metres: ${text}`);
    assert.match(groups['number'] ?? '', /^\p{Nd}+$/u, text);
  }
  for (const { 0: told, groups } of text.matchAll(MINUTES)) {
    const minutes = Number(
      (groups?.['number'] ?? '').replaceAll(/[۰-۹]/gu, (d) => String(d.codePointAt(0)! - 0x6f0)),
    );
    assert.equal(minutes % 15, 0, `“${told}” is exact: ${text}`);
  }
}

describe('distances in exports', () => {
  for (const language of LANGUAGES) {
    it(`rounds what the guide says in ${language} up to whole kilometres and quarters of an hour`, () => {
      for (const meters of [10, 30, 160, 640, 960, 1_040, 1_500, 2_040, 3_900]) {
        const said = [
          `Nardis (${formatDistance(language, meters)}${phrase(language, 'answer:mark.comma')}${formatWalk(language, meters)})`,
          formatWalk(language, meters),
          phrase(language, 'route:walk', { minutes: Math.ceil(meters / 61), to: 'Taksim' }),
          phrase(language, 'route:total', { minutes: Math.ceil(meters / 61) }),
        ].join('; ');
        const coarse = coarsenDistances(said);
        assertCoarse(coarse);
        assert.equal(coarsenDistances(coarse), coarse);
        const shown = new Set([...coarse.matchAll(DISTANCE)].map(({ 0: told }) => told));
        assert.deepEqual(
          shown,
          new Set([formatDistance(language, Math.ceil(Math.round(meters / 100) / 10 || 1) * 1_000)]),
        );
      }
    });
  }

  it('leaves hours, prices, lines and names as they are', () => {
    for (const text of [
      '10:30-23:00',
      '45 TL',
      'M2, T1',
      '4 minarets',
      '2026',
      'مفتوح حتى 10:30 م',
      '10時30分まで',
    ])
      assert.equal(coarsenDistances(text), text);
  });

  it('agrees with the facts, which are told to 10 m', () => {
    assert.equal(coarsenDistances('x.distance: 1040 m, 17 min walk'), 'x.distance: 1 km, 15 min walk');
    assert.equal(coarsenDistances('x (1 km, 17 min walk)'), 'x (1 km, 15 min walk)');
  });
});

describe('exports of people', () => {
  let telegram: FakeTelegram;
  let serving: Serving;
  let dir: string;
  let env: Record<string, string>;
  let update = 1;
  /** Where each test breaks a copy of what was exported. */
  let copy: string;

  const texts = (chat: number): string[] =>
    [...telegram.messages.values()].filter((message) => message.chat === chat).map(({ text }) => text);

  async function send(chat: number, body: Record<string, unknown>, language: Language = 'en'): Promise<void> {
    const had = texts(chat).length;
    const sent = textUpdate(update++, chat, '', language) as { message: Record<string, unknown> };
    delete sent.message['text'];
    Object.assign(sent.message, body);
    assert.equal(await post(serving, sent), 200);
    await eventually('an answer', () => texts(chat).length > had);
  }

  async function consent(chat: number): Promise<void> {
    let asked: { keyboard: { callback_data?: string }[][] } | undefined;
    await eventually('consent is asked for', () => {
      asked = [...telegram.messages.values()].find(
        (each) => each.chat === chat && each.keyboard.flat().some((b) => b.callback_data === 'consent:yes'),
      );
      return asked !== undefined;
    });
    const message = [...telegram.messages.values()].find((each) => each === asked);
    assert.ok(message);
    const notices = telegram.calls.filter(({ method }) => method === 'answerCallbackQuery').length;
    assert.equal(await post(serving, pressOn(update++, chat, message, 'consent:yes')), 200);
    await eventually(
      'the press is confirmed',
      () => telegram.calls.filter(({ method }) => method === 'answerCallbackQuery').length > notices,
    );
  }

  async function file(end: string, format: string): Promise<string> {
    const name = (await readdir(copy)).find((each) => each.startsWith(format) && each.endsWith(end));
    assert.ok(name);
    return join(copy, name);
  }

  async function linesOf(path: string): Promise<string[]> {
    return (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  }

  async function write(path: string, lines: string[]): Promise<void> {
    await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  }

  async function check(...options: string[]): Promise<{ code: number | null; report: DatasetReport }> {
    const done = await rehber(['dataset', 'check', copy, '--json', ...options], env);
    return { code: done.code, report: JSON.parse(done.stdout) as DatasetReport };
  }

  before(async () => {
    dir = await dataFolder();
    telegram = await FakeTelegram.start();
    env = webhookEnvironment(telegram, dir);
    serving = await Serving.start(env);
    for (const [index, [language, text]] of QUESTIONS.entries()) {
      const chat = 700 + index;
      await send(chat, { location: GALATA }, language);
      await consent(chat);
      await send(chat, { text }, language);
    }
    // Two people of whom the same row is exported
    for (const chat of [710, 711]) {
      await send(chat, { text: 'museums in Fatih' });
      await consent(chat);
    }
    await send(700, { text: 'How do I get to Hagia Sophia?' });
    for (const format of ['turns', 'openai'])
      await rehberJson(['export', '--format', format, '--out', join(dir, 'out')], env);
  });
  after(async () => {
    await serving.end();
    await telegram.close();
    await removeFolder(dir);
  });
  beforeEach(async () => {
    copy = join(dir, 'copy');
    await rm(copy, { recursive: true, force: true });
    await cp(join(dir, 'out'), copy, { recursive: true });
  });

  it('hold no distance that a position can be computed from; the person’s own answer is exact', async () => {
    assert.match(texts(700).join('\n'), /\d0 m\b/);
    const rows = await linesOf(await file('.jsonl', 'turns'));
    assert.ok(rows.length >= 10);
    for (const row of [...rows, ...(await linesOf(await file('.jsonl', 'openai')))]) {
      // Ids are made by chance, and may look like anything
      assertCoarse(
        row
          .replaceAll(/"(?:latencyMs|tokens)":\{[^}]*\}/gu, '')
          .replaceAll(/"(?:id|person|conversation)":"[^"]*"/gu, ''),
      );
    }
    for (const row of rows) {
      const { places } = JSON.parse(row) as { places: string[] };
      assert.deepEqual(places, places.toSorted());
    }
  });

  it('are right as they were written', async () => {
    const { code, report } = await check();
    assert.deepEqual(report.problems, []);
    assert.equal(code, 0);
  });

  const EDITS: [string, (row: Record<string, unknown>) => void, RegExp][] = [
    ['a telephone number', (row) => (row['question'] = 'call me: +90 532 123 45 67'), /personal value/],
    ['an e-mail address', (row) => (row['question'] = 'write to ayse@example.org'), /personal value/],
    ['a consent that is none', (row) => (row['consent'] = 'no'), /consent/],
    ['a field that the format lacks', (row) => (row['phone'] = 1), /no row of the format/],
    ['another answer', (row) => (row['answer'] = 'Call +90 532 123 45 67'), /not as it was exported/],
  ];
  for (const [what, edit, message] of EDITS) {
    it(`find a row with ${what}, and lose that row alone`, async () => {
      const path = await file('.jsonl', 'turns');
      const rows = await linesOf(path);
      const row = JSON.parse(rows[1] ?? '') as Record<string, unknown>;
      edit(row);
      await write(path, rows.with(1, JSON.stringify(row)));
      const found = await check();
      assert.equal(found.code, 1);
      assert.match(found.report.problems.find(({ line }) => line === 2)?.message ?? '', message);
      const fixed = await check('--fix');
      assert.deepEqual([fixed.code, fixed.report.removed], [0, 1]);
      assert.deepEqual(await linesOf(path), rows.toSpliced(1, 1));
      assert.equal((await check()).code, 0);
    });
  }

  it('find a role that the format lacks', async () => {
    const path = await file('.jsonl', 'openai');
    const rows = await linesOf(path);
    await write(path, rows.with(0, (rows[0] ?? '').replace('"assistant"', '"robot"')));
    assert.match((await check()).report.problems[0]?.message ?? '', /no row of the format openai/);
  });

  it('keep each id beside its row when the first row is gone', async () => {
    for (const format of ['turns', 'openai']) {
      const path = await file('.jsonl', format);
      await write(path, (await linesOf(path)).slice(1));
    }
    const fixed = await check('--fix');
    assert.equal(fixed.code, 0);
    assert.match(fixed.report.problems.map(({ message }) => message).join('\n'), /1 rows .* are missing/);
    for (const format of ['turns', 'openai']) {
      const rows = await linesOf(await file('.jsonl', format));
      const marks = await linesOf(await file('.ids', format));
      assert.ok(rows.length > 0);
      assert.deepEqual(
        marks.map((mark) => mark.split('\t')[5]),
        rows.map((row) => createHash('sha256').update(row).digest().subarray(0, 16).toString('base64url')),
      );
    }
    assert.equal((await check()).code, 0);
  });

  it('lose rows that are alike when one of them is gone: nothing tells whose the others are', async () => {
    const path = await file('.jsonl', 'openai');
    const rows = await linesOf(path);
    const twin = rows.find((row, index) => rows.indexOf(row) < index);
    assert.ok(twin);
    await write(path, rows.toSpliced(rows.indexOf(twin), 1));
    const fixed = await check('--fix');
    assert.equal(fixed.code, 0);
    assert.deepEqual(
      await linesOf(path),
      rows.filter((row) => row !== twin),
    );
  });

  it('of older exports, without hashes, are never called right once they were changed', async () => {
    for (const format of ['turns', 'openai']) {
      const ids = await file('.ids', format);
      await write(
        ids,
        (await linesOf(ids)).map((line) => line.split('\t').slice(0, 5).join('\t')),
      );
    }
    assert.equal((await check()).code, 0);
    const kept: string[][] = [];
    for (const format of ['turns', 'openai']) {
      const path = await file('.jsonl', format);
      await write(path, (await linesOf(path)).slice(1));
      kept.push(await linesOf(path));
    }
    const fixed = await check('--fix');
    assert.equal(fixed.code, 1);
    assert.equal(fixed.report.problems.filter(({ mended }) => !mended).length, 2);
    const again = await check();
    assert.equal(again.code, 1);
    for (const [index, format] of ['turns', 'openai'].entries())
      assert.deepEqual(await linesOf(await file('.jsonl', format)), kept[index]);
    const [row, mark] = [
      await linesOf(await file('.jsonl', 'turns')),
      await linesOf(await file('.ids', 'turns')),
    ];
    assert.deepEqual(
      mark.map((line) => line.split('\t')[0]),
      row.map((line) => (JSON.parse(line) as { id: string }).id),
    );
  });

  it('name what lies there without its manifest, which nothing mends', async () => {
    await rm(await file('.manifest.json', 'turns'));
    const { code, report } = await check('--fix');
    assert.equal(code, 1);
    assert.deepEqual(
      report.problems.map((problem) => problem.file.replace(/.*\./u, '')),
      ['ids', 'jsonl'],
    );
  });

  it('say so where the store does not know their folder', async () => {
    const other = join(dir, 'other');
    await mkdir(other, { recursive: true });
    const done = await rehber(['dataset', 'check', copy], { DATA_DIR: other });
    assert.equal(done.code, 1);
    assert.match(done.stdout, /does not know the folder/);
  });

  it('are not looked for in a folder that is none', async () => {
    const done = await rehber(['dataset', 'check', join(dir, 'nowhere')], env);
    assert.equal(done.code, 2);
    assert.match(done.stderr, /There is no such folder/);
    assert.doesNotMatch(done.stderr, /\n\s+at /);
  });

  it('lose the rows of an erased person, and no others, though rows before them are gone', async () => {
    const path = await file('.jsonl', 'openai');
    const rows = await linesOf(path);
    const languages = (await linesOf(await file('.ids', 'openai'))).map((line) => line.split('\t')[1]);
    assert.ok(languages.includes('zh'));
    await rehberJson(['forget', '--platform', 'telegram', '--user', '705'], env);
    await write(path, rows.slice(1));
    assert.equal((await check('--fix')).code, 0);
    const left = await linesOf(path);
    const others = rows.filter((row, index) => index > 0 && row !== rows[0] && languages[index] !== 'zh');
    assert.deepEqual(left, others);
  });
});
