import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { checkPack } from '../../src/knowledge/check.ts';
import { importFile, type ImportOptions } from '../../src/knowledge/import/import-file.ts';
import type { Review } from '../../src/knowledge/import/review.ts';
import { packFiles, place, writePack } from './small-pack.ts';

const run = promisify(execFile);
const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;

/** Writes files into a folder that goes when the test ends. */
async function folder(t: TestContext, files: Record<string, unknown>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rehber-import-'));
  t.after(async () => rm(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return dir;
}

/** What an import of one file makes, held against a small pack. */
async function imported(
  t: TestContext,
  content: unknown,
  options: ImportOptions = { date: '2026-01-01' },
  pack: Record<string, unknown> = packFiles(),
): Promise<Review> {
  const dir = await folder(t, { 'places.json': content });
  return importFile(join(dir, 'places.json'), await writePack(t, pack), options);
}

const node = (id: number, tags: Record<string, string>, at: [lat: number, lon: number] = [41.05, 28.95]) => ({
  type: 'node',
  id,
  lat: at[0],
  lon: at[1],
  tags,
});
const overpass = (...elements: unknown[]) => ({
  version: 0.6,
  osm3s: { timestamp_osm_base: '2026-02-19T10:00:00Z' },
  elements,
});
const feature = (name: string | undefined, geometry: unknown, tags: Record<string, string> = {}) => ({
  type: 'Feature',
  properties: { ...(name ? { name } : {}), tourism: 'museum', ...tags },
  geometry,
});
const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] });

test('the tags of Overpass become a place with facts, each with the document and its date', async (t) => {
  const review = await imported(
    t,
    overpass(
      node(1, {
        name: 'Yeşil Müze',
        'name:en': 'Green Museum',
        'name:de': 'Grünes Museum',
        alt_name: 'Yeşil;Eski Konak',
        tourism: 'museum',
        opening_hours: 'Tu-Su 09:00-17:00; PH off',
        website: 'https://example.org/museum',
        phone: '0212 528 18 00',
        wheelchair: 'limited',
        fee: 'yes',
        start_date: '1902',
        'addr:street': 'Uzun Sokak',
        'addr:housenumber': '3',
      }),
    ),
    { url: 'https://example.org/extract' },
  );
  assert.deepEqual(review.sources, {
    places: {
      title: 'OpenStreetMap extract places.json',
      url: 'https://example.org/extract',
      date: '2026-02-19',
      licence: 'ODbL 1.0, © OpenStreetMap contributors',
    },
  });
  const [museum] = review.places;
  assert.equal(museum?.id, 'yesil-muze');
  assert.deepEqual(museum?.name, { tr: 'Yeşil Müze', en: 'Green Museum', de: 'Grünes Museum' });
  assert.deepEqual(museum?.aliases, ['Yeşil', 'Eski Konak']);
  assert.equal(museum?.district, 'Batı');
  assert.deepEqual(Object.fromEntries(museum?.facts.map(({ field, value }) => [field, value]) ?? []), {
    name: { tr: 'Yeşil Müze', en: 'Green Museum' },
    coordinates: [41.05, 28.95],
    categories: ['museum'],
    opening_hours: 'Tu-Su 09:00-17:00; PH off',
    website: 'https://example.org/museum',
    phone: '+902125281800',
    accessible: 'limited',
    admission: 'ticket',
    built: '1902',
    address: 'Uzun Sokak 3',
  });
  for (const fact of museum?.facts ?? []) {
    assert.deepEqual([fact.source, fact.checkedOn], ['places', '2026-02-19']);
  }
  assert.deepEqual(review.missing, [
    {
      id: 'yesil-muze',
      ref: 'node/1',
      what: ['rank: how much visitors look for it (1 to 5) is yours to say'],
    },
  ]);
});

test('what the review makes passes the pack’s own check', async (t) => {
  const content = overpass(
    node(1, { name: 'Müze', tourism: 'museum' }),
    node(2, { name: 'Kule', man_made: 'tower', 'tower:type': 'clock' }, [41.06, 29.15]),
  );
  const { places, sources } = await imported(t, content);
  const dir = await writePack(t, { ...packFiles(places), 'sources/import.json': sources });
  assert.deepEqual((await checkPack(dir, { now: new Date('2026-06-01') })).problems, []);
});

test('what is missing of a place, or does not read, is named', async (t) => {
  const content = overpass(
    node(7, {
      name: 'Han',
      historic: 'caravanserai',
      opening_hours: 'every day from nine',
      phone: 'ask inside',
      website: 'www.han',
    }),
  );
  const { places, missing } = await imported(t, content);
  assert.deepEqual(
    places[0]?.facts.map(({ field }) => field),
    ['name', 'coordinates', 'categories'],
  );
  const what = missing[0]?.what.join('\n') ?? '';
  assert.match(what, /^name\.en: the file has no English name/m);
  assert.match(what, /^opening_hours: "every day from nine" does not read/m);
  assert.match(what, /^phone: "ask inside" is no telephone number$/m);
  assert.match(what, /^website: "www\.han" .*http/m);
});

test('ways and relations lie in the middle of their box, GeoJSON shapes too', async (t) => {
  const { places } = await imported(
    t,
    overpass(
      { type: 'way', id: 1, center: { lat: 41.02, lon: 28.92 }, tags: { name: 'A', leisure: 'park' } },
      {
        type: 'relation',
        id: 2,
        bounds: { minlat: 41.04, minlon: 28.94, maxlat: 41.06, maxlon: 28.96 },
        tags: { name: 'B', leisure: 'park' },
      },
    ),
  );
  assert.deepEqual(
    places.map(({ lat, lon }) => [lat, lon]),
    [
      [41.02, 28.92],
      [41.05, 28.95],
    ],
  );
  const ring = [
    [28.91, 41.01],
    [28.93, 41.01],
    [28.93, 41.03],
    [28.91, 41.01],
  ];
  const shapes = await imported(t, {
    type: 'FeatureCollection',
    features: [
      feature('Yüz', { type: 'Polygon', coordinates: [ring] }),
      feature('Çok', { type: 'MultiPolygon', coordinates: [[ring.map(([x = 0, y = 0]) => [x + 0.05, y])]] }),
    ],
  });
  assert.deepEqual(
    shapes.places.map(({ lat, lon }) => [lat, lon]),
    [
      [41.02, 28.92],
      [41.02, 28.97],
    ],
  );
});

test('a place that the pack has within 150 m is named, not added, whatever the spelling', async (t) => {
  const pack = packFiles([
    place('yesil-turbe', { name: { tr: 'Yeşil Türbe', en: 'Green Tomb' }, lat: 41.05, lon: 28.95 }),
  ]);
  const content = overpass(
    node(1, { name: 'YEŞİL TÜRBE', historic: 'tomb' }, [41.051, 28.95]),
    node(2, { name: 'green tomb', historic: 'tomb' }, [41.05, 28.9512]),
    node(3, { name: 'Yeşil Türbe', historic: 'tomb' }, [41.06, 28.95]),
    node(4, { name: 'Yesil Turbe', historic: 'tomb' }, [41.0601, 28.95]),
  );
  const { places, duplicates } = await imported(t, content, {}, pack);
  assert.deepEqual(
    duplicates.map(({ ref, of }) => [ref, of]),
    [
      ['node/1', 'yesil-turbe'],
      ['node/2', 'yesil-turbe'],
      ['node/4', 'yesil-turbe-historic'],
    ],
  );
  assert.deepEqual(
    places.map(({ id }) => id),
    ['yesil-turbe-historic'],
  );
  assert.equal(duplicates[0]?.meters, 111);
});

test('a stop is not the square that it is called after, nor the stop of another vehicle', async (t) => {
  const at: [number, number] = [41.05, 28.95];
  const pack = packFiles([
    place('meydan', { name: { tr: 'Meydan', en: 'Meydan' }, lat: at[0], lon: at[1], categories: ['square'] }),
  ]);
  const tags = { name: 'Meydan' };
  const content = overpass(
    node(1, { ...tags, railway: 'tram_stop' }, at),
    node(2, { ...tags, railway: 'station', station: 'subway' }, at),
    node(3, { ...tags, railway: 'tram_stop' }, at),
    node(4, { ...tags, place: 'square' }, at),
  );
  const { places, duplicates } = await imported(t, content, {}, pack);
  assert.deepEqual(
    places.map(({ id }) => id),
    ['meydan-tram-stop', 'meydan-metro-station'],
  );
  assert.deepEqual(
    duplicates.map(({ ref, of }) => [ref, of]),
    [
      ['node/3', 'meydan-tram-stop'],
      ['node/4', 'meydan'],
    ],
  );
});

test('what is no place of the city is left out with the reason', async (t) => {
  const { places, leftOut } = await imported(
    t,
    overpass(
      node(1, { tourism: 'museum' }),
      node(2, { name: 'Bank', amenity: 'bank' }),
      node(3, { name: 'Uzak', tourism: 'museum' }, [39.9, 32.8]),
      { type: 'way', id: 4, tags: { name: 'Yersiz', tourism: 'museum' } },
      { type: 'node', id: 5, lat: '41', lon: 28.95 },
      'nonsense',
      null,
    ),
  );
  assert.deepEqual(places, []);
  assert.deepEqual(
    leftOut.map(({ ref, reason }) => `${ref} ${reason}`.slice(0, 48)),
    [
      'node/1 has no name',
      'node/2 "Bank": its tags stand for no category of',
      'way/4 has no position: ask Overpass for `out cen',
      'element 5 is not what it should be: lat: Invalid',
      'element 6 is not what it should be: it: Invalid ',
      'element 7 is not what it should be: it: Invalid ',
      'node/3 "Uzak" lies outside the city',
    ],
  );
});

test('longitude and latitude the wrong way round are not taken over', async (t) => {
  const { leftOut } = await imported(t, {
    type: 'FeatureCollection',
    features: [feature('Ters', point(41.05, 28.95)), feature('Yok', point(200, 95)), feature('Boş', null)],
  });
  assert.match(leftOut.map(({ reason }) => reason).join('\n'), /outside the city/);
  assert.equal(leftOut.length, 3);
});

test('files that are none of these are refused with what they must be', async (t) => {
  const faulty: [content: string, expected: RegExp][] = [
    ['', /no valid JSON/],
    ['{"type": "FeatureCollection"', /no valid JSON/],
    ['[]', /it must be GeoJSON .* Overpass .* stops\.txt/],
    ['{"type": "Feature", "properties": {}}', /it must be GeoJSON/],
    ['{"elements": 3}', /it must be GeoJSON/],
    ['null', /it must be GeoJSON/],
  ];
  for (const [content, expected] of faulty) {
    await assert.rejects(imported(t, content), expected, content);
  }
  await assert.rejects(imported(t, { elements: [] }, {}), /bears no date: say with --date/);
  const city = await writePack(t);
  await assert.rejects(importFile('/nowhere/at-all.json', city), /cannot be read \(ENOENT\)/);
  const broken = await writePack(t, { ...packFiles(), 'city.json': '{' });
  const dir = await folder(t, { 'a.json': overpass() });
  await assert.rejects(importFile(join(dir, 'a.json'), broken), /city\.json: is not valid JSON/);
});

const FEED = {
  'stops.txt':
    '\uFEFFstop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\r\n' +
    'S1,"Meydan ""Batı"", Han",41.0500,28.9500,1,\r\n' +
    'P1,Meydan 1,41.0501,28.9501,0,S1\r\n' +
    'P2,Meydan 2,41.0499,28.9499,,S1\r\n' +
    'T1,Çarşı,41.0200,28.9200,,\r\n' +
    'T2,Çarşı,41.0202,28.9203,,\r\n' +
    'B1,Otobüs,41.0300,28.9300,,\r\n' +
    'E1,Giriş,41.0500,28.9500,2,S1\r\n' +
    'X1,Yersiz,,,,\r\n',
  'routes.txt': 'route_id,route_short_name,route_long_name,route_type\nm,M1,,1\nt,T3,,0\nb,38,,3\n',
  'trips.txt': 'route_id,service_id,trip_id\nm,w,m1\nt,w,t1\nb,w,b1\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nm1,06:00:00,06:00:00,P1,1\nt1,06:00:00,06:00:00,T1,1\nt1,06:02:00,06:02:00,T2,2\nb1,06:00:00,06:00:00,B1,1\nb1,06:00:00,06:00:00,T1,2\n',
  'feed_info.txt': 'feed_publisher_name,feed_start_date\nCity,20260301\n',
};

test('a GTFS feed gives stations with their lines; buses, entrances and platforms give none', async (t) => {
  const dir = await folder(t, FEED);
  const review = await importFile(dir, await writePack(t));
  assert.deepEqual(
    review.places.map(({ id, categories, facts }) => [
      id,
      categories,
      facts.find(({ field }) => field === 'lines')?.value,
    ]),
    [
      ['meydan-bati-han', ['metro_station'], ['M1']],
      ['carsi', ['tram_stop'], ['T3']],
    ],
  );
  assert.equal(review.places[0]?.name.tr, 'Meydan "Batı", Han');
  assert.equal(review.sources['stops']?.date, '2026-03-01');
  assert.deepEqual(
    review.leftOut.map(({ ref }) => ref),
    ['X1', 'B1'],
  );
});

test('stops alone need to be told what they are', async (t) => {
  const dir = await folder(t, { 'stops.txt': FEED['stops.txt'] });
  const city = await writePack(t);
  await assert.rejects(importFile(dir, city, { date: '2026-01-01' }), /say what they are with --stops-are/);
  const { places } = await importFile(dir, city, { date: '2026-01-01', stopsAre: 'tram_stop' });
  assert.equal(places.length, 3);
  const bad = await folder(t, { 'stops.txt': 'id,name\n1,a\n' });
  await assert.rejects(importFile(bad, city, { stopsAre: 'tram_stop' }), /must have the columns stop_id/);
  const empty = await folder(t, { 'stops.txt': '' });
  await assert.rejects(importFile(empty, city, { stopsAre: 'tram_stop' }), /no row below its header/);
});

test('the command writes the review and says what it found; faults end it with 1, wrong usage with 2', async (t) => {
  const dir = await folder(t, { 'a.json': overpass(node(1, { name: 'Müze', tourism: 'museum' })) });
  const city = await writePack(t);
  const rehber = async (...args: string[]) =>
    run(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'knowledge', 'import', ...args], {
      cwd: dir,
    });
  const out = join(dir, 'review.json');
  const { stdout, stderr } = await rehber('a.json', '--city', city, '--out', out);
  assert.equal(stdout, '');
  assert.match(stderr, /^1 places to review, 0 there already, 0 left out/);
  assert.equal((JSON.parse(await readFile(out, 'utf8')) as Review).places[0]?.id, 'muze');
  await assert.rejects(rehber('none.json', '--city', city), {
    code: 1,
    stderr: /^none\.json cannot be imported/,
  });
  await assert.rejects(rehber('a.json', '--city', city, '--date', 'today'), { code: 2 });
});
