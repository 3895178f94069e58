import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAreas } from '../areas.ts';
import { citySchema } from '../schema.ts';
import { slug } from '../slug.ts';
import { importDistricts } from './districts.ts';
import { readReference } from './reference.ts';
import { importLines } from './lines.ts';
import { importStations } from './stations.ts';

/** Neighbours that the extract of the districts holds too. */
const NEIGHBOURS = new Set(['Gebze']);

/** What an import wrote. */
export interface ImportReport {
  districts: number;
  stations: number;
  lines: number;
  /** Stations of the reference that are not in the pack: unconfirmed, of another kind, or outside the city. */
  leftOut: string[];
}

/**
 * Rebuilds `districts.geojson`, `transit/stations.json` and the rail and metrobüs lines in `transit/lines/` of a pack from
 * a folder of reference data (`bilgicsin_istanbul_districts.geojson`, `live_istanbul_network.json` and the documents that
 * it is checked against). Other lines, of ferries and airport buses, are left as they are.
 * The same folder gives the same files. `city.json` must be there.
 */
export async function importReference(reference: string, pack: string): Promise<ImportReport> {
  const city = citySchema.parse(await readJson(pack, 'city.json'));
  const districts = importDistricts(
    (await readJson(reference, 'bilgicsin_istanbul_districts.geojson')) as Parameters<
      typeof importDistricts
    >[0],
    NEIGHBOURS,
  );
  const areas = createAreas({
    districts: districts.features as unknown as Parameters<typeof createAreas>[0]['districts'],
    waters: city.waters,
  });
  const { places, leftOut } = importStations(
    await readReference(reference),
    (point) => areas.districtAt(point)?.name.tr,
  );
  const lines = await importLines(reference, places);
  await mkdir(join(pack, 'transit', 'lines'), { recursive: true });
  await writeFile(join(pack, 'districts.geojson'), `${JSON.stringify(districts)}\n`);
  await writeFile(join(pack, 'transit', 'stations.json'), `${JSON.stringify(places, null, 1)}\n`);
  for (const line of lines) {
    await writeFile(join(pack, 'transit', 'lines', `${slug(line.id)}.json`), `${compact(line)}\n`);
  }
  return { districts: districts.features.length, stations: places.length, lines: lines.length, leftOut };
}

/** JSON with lists of numbers on one line. */
function compact(content: unknown): string {
  return JSON.stringify(content, null, 1).replace(
    /\[\s+([\d.,\s]+?)\s+\]/g,
    (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`,
  );
}

async function readJson(dir: string, file: string): Promise<unknown> {
  return JSON.parse(await readFile(join(dir, file), 'utf8'));
}
