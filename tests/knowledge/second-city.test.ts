import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, cp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createEngine } from '../../src/engine/engine.ts';
import { checkPack } from '../../src/knowledge/check.ts';
import { importFile } from '../../src/knowledge/import/import-file.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import type { Place } from '../../src/knowledge/types.ts';

const run = promisify(execFile);
const BURSA = new URL('../../cities/bursa/', import.meta.url).pathname;
const FILES = new URL('./bursa/', import.meta.url).pathname;
const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
const knowledge = await loadKnowledge(BURSA);

test('Bursa has no problem, at least 20 places, and a dated document behind every fact', async () => {
  assert.deepEqual((await checkPack(BURSA)).problems, []);
  assert.ok(knowledge.places.length >= 20);
  for (const { id, facts } of knowledge.places) {
    for (const { source } of facts) {
      for (const key of [source].flat()) {
        assert.match(knowledge.sources[key]?.url ?? '', /^https:/, id);
        assert.match(knowledge.sources[key]?.date ?? '', /^\d{4}-\d\d-\d\d$/, id);
      }
    }
  }
});

test('the import of its documents gives the places that the pack has', async (t) => {
  const empty = await mkdtemp(join(tmpdir(), 'rehber-bursa-'));
  t.after(async () => rm(empty, { recursive: true, force: true }));
  for (const file of ['city.json', 'districts.geojson', 'sources.json']) {
    await cp(join(BURSA, file), join(empty, file));
  }
  await writeFile(join(empty, 'places.json'), '[]');
  const made = await Promise.all(
    ['heritage-2025-12-24', 'heritage-2025-12-25', 'nature-2026-01-10'].map(async (name) =>
      importFile(join(FILES, `${name}.geojson`), empty),
    ),
  );
  const unranked = (place: Place): Place => ({ ...place, rank: 0 });
  assert.deepEqual(made.flatMap(({ places }) => places).map(unranked), knowledge.places.map(unranked));
});

test('a second import of the same names each as there already', async () => {
  const { places, duplicates } = await importFile(join(FILES, 'heritage-2025-12-24.geojson'), BURSA);
  assert.deepEqual(places, []);
  assert.equal(duplicates.length, 6);
  assert.ok(duplicates.every(({ meters }) => meters === 0));
});

test('the guide answers about it, and names no other city', async () => {
  const engine = createEngine({ knowledge });
  const ask = async (text: string, point?: { lat: number; lon: number }): Promise<string> => {
    const at = new Date('2026-06-01T12:00+03:00');
    const answer = await engine.answer({ text, at, history: [], turnId: 't', ...(point ? { point } : {}) });
    return answer.text;
  };
  assert.match(await ask('museums near the Green Tomb'), /Türk-İslam Eserleri Müzesi \(130 m\)/);
  assert.match(await ask('Yeşil Türbe nerede?'), /^Yeşil Türbe: Yıldırım ilçesinde/);
  assert.match(await ask('hammam near me', { lat: 40.19, lon: 29.05 }), /Muradiye Hamamı/);
  for (const text of ['mosques', 'camiler', 'Moscheen', 'мечети', '清真寺']) {
    const told = await ask(text);
    assert.match(told, /Ulu Camii/, text);
    assert.doesNotMatch(told, /[Iİ]stanbul|Стамбул|伊斯坦布尔/u, text);
  }
});

test('the commands take its folder', async () => {
  const rehber = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] },
    });
    return stdout;
  };
  assert.match(await rehber('ask', 'where is Koza Han?', '--city', BURSA), /^Koza Hanı: market in Osmangazi/);
  assert.match(await rehber('knowledge', 'check', '--city', BURSA), /^25 places, 0 problems/);
  assert.match(await rehber('knowledge', 'search', 'karagoz', '--city', BURSA), /^karagoz-muzesi/);
});
