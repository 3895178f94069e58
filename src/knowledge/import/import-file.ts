import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PackError, readPack } from '../pack.ts';
import { slug } from '../slug.ts';
import type { Category } from '../types.ts';
import { ImportError, type Candidates } from './candidate.ts';
import { readGtfs } from './read-gtfs.ts';
import { readOsm } from './read-osm.ts';
import { reviewCandidates, type Review } from './review.ts';

/** Largest JSON that is read, in bytes: a whole province of OpenStreetMap is far smaller. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What the file itself may not tell. */
export interface ImportOptions {
  /** Key of the document among the pack's sources; made of the file's name where none is given. */
  key?: string;
  title?: string;
  url?: string;
  /** Date of the document, YYYY-MM-DD. */
  date?: string;
  licence?: string;
  /** What all stops of a `stops.txt` are, where nothing beside it tells. */
  stopsAre?: Category;
}

/**
 * Makes places for review out of GeoJSON or Overpass JSON with tags of OpenStreetMap, or out of a GTFS feed (its folder,
 * or its `stops.txt`). Nothing is written, and nothing of the pack is changed.
 * @param city folder of the pack that they are held against: `city.json` and `districts.geojson` must be there
 * @throws ImportError, PackError that say what is wrong and what to do
 */
export async function importFile(path: string, city: string, options: ImportOptions = {}): Promise<Review> {
  const file = await stopsOf(path);
  const pack = await readPack(city);
  const needed = pack.problems.filter(({ file: at }) => at === 'city.json' || at === 'districts.geojson');
  if (!pack.city || needed.length > 0) throw new PackError(city, needed);
  const candidates = file.endsWith('.txt')
    ? await readGtfs(file, options.stopsAre)
    : readOsm(file, await readText(file));
  return reviewCandidates(candidates, pack, sourceOf(file, candidates, options));
}

/** A folder stands for the stops of the feed in it. */
async function stopsOf(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isDirectory()) return path;
    const stops = join(path, 'stops.txt');
    await stat(stops);
    return stops;
  } catch (error) {
    throw new ImportError(
      path,
      `it, or stops.txt in it, cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) {
    throw new ImportError(
      file,
      `it has ${Math.round(size / 1024 / 1024)} MiB: cut it to the city, at most 256 MiB`,
    );
  }
  return readFile(file, 'utf8');
}

function sourceOf(
  file: string,
  { date: ownDate, licence: ownLicence }: Candidates,
  options: ImportOptions,
): { key: string; document: { title: string; url?: string; date: string; licence?: string } } {
  const date = options.date ?? ownDate;
  if (!date) {
    throw new ImportError(file, 'it bears no date: say with --date YYYY-MM-DD of which day the data is');
  }
  const licence = options.licence ?? ownLicence;
  return {
    key: options.key ?? (slug(basename(file).replace(/\.\w+$/, '')) || 'import'),
    document: {
      title: options.title ?? `${ownLicence ? 'OpenStreetMap extract' : 'Data set'} ${basename(file)}`,
      ...(options.url ? { url: options.url } : {}),
      date,
      ...(licence ? { licence } : {}),
    },
  };
}
