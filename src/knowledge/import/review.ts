import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { createAreas } from '../areas.ts';
import { distanceMeters } from '../distance.ts';
import { valueFaults } from '../fields.ts';
import { fold } from '../fold.ts';
import { parseHours } from '../hours.ts';
import type { Pack } from '../pack.ts';
import { slug } from '../slug.ts';
import type { Category, Fact, Names, Place, SourceDocument } from '../types.ts';
import { STOP_CATEGORIES, type Candidate, type Candidates } from './candidate.ts';

/** A place of the pack or of the file within so many metres that has one of its names is taken for the same. */
const SAME_METERS = 150;
const STOPS: ReadonlySet<Category> = new Set(STOP_CATEGORIES);
/** How much visitors look for a place of which no document tells. */
const UNKNOWN_RANK = 4;
/** Most characters of an address. */
const MAX_ADDRESS = 100;

/** What an import makes for a person to look through, in the shapes of a pack. */
export interface Review {
  /** For `sources/<name>.json`. */
  sources: Record<string, SourceDocument>;
  /** For `places/<name>.json`, once the notes below are seen to. */
  places: Place[];
  /** What the file does not tell of a place, or tells in a way that cannot be taken over. */
  missing: { id: string; ref: string; what: string[] }[];
  /** Entries that the pack, or an entry before, has already. */
  duplicates: { ref: string; name: string; of: string; meters: number }[];
  /** Entries that are no place of this city, with the reason. */
  leftOut: { ref: string; reason: string }[];
}

/** The document that an import is made from. */
export interface ImportSource {
  key: string;
  document: SourceDocument;
}

/**
 * Holds the entries of a file against a pack: those that are new become places with facts, each from the document.
 * @param pack a pack whose `city.json` and `districts.geojson` are sound
 */
export function reviewCandidates(candidates: Candidates, pack: Pack, source: ImportSource): Review {
  const { city } = pack;
  if (!city) throw new Error('A pack without a city cannot be imported into.');
  const areas = createAreas({ districts: pack.districts, waters: city.waters });
  const named = new Map<string, Place[]>();
  const remember = (place: Place): void => {
    for (const each of namesOfAll(place.name, place.aliases)) {
      named.set(each, [...(named.get(each) ?? []), place]);
    }
  };
  pack.places.forEach(remember);
  const review: Review = {
    sources: { [source.key]: source.document },
    places: [],
    missing: [],
    duplicates: [],
    leftOut: [...candidates.leftOut],
  };
  const ids = new Set(pack.files.keys());
  for (const found of candidates.found) {
    const candidate = { ...found, lat: rounded(found.lat), lon: rounded(found.lon) };
    const name = namesOf(candidate);
    const { ref } = candidate;
    if (!areas.contains(candidate)) {
      review.leftOut.push({ ref, reason: `"${name.tr}" lies outside the city` });
      continue;
    }
    const same = namesOfAll(name, aliasesOf(candidate, name).aliases)
      .flatMap((each) => named.get(each) ?? [])
      .find((place) => isSameKind(place, candidate) && distanceMeters(place, candidate) <= SAME_METERS);
    if (same) {
      const meters = Math.round(distanceMeters(same, candidate));
      review.duplicates.push({ ref, name: name.tr, of: same.id, meters });
      continue;
    }
    const id = freeId(name.tr, candidate, ids);
    ids.add(id);
    const district = areas.districtAt(candidate)?.name.tr;
    const { facts, missing } = factsOf(candidate, name, city, source);
    const place: Place = {
      id,
      name,
      ...aliasesOf(candidate, name),
      lat: candidate.lat,
      lon: candidate.lon,
      categories: candidate.categories,
      district: district ?? '',
      rank: UNKNOWN_RANK,
      facts,
    };
    review.places.push(place);
    remember(place);
    const what = [
      ...(candidate.tags['name:en']
        ? []
        : ['name.en: the file has no English name, so the Turkish one stands there']),
      ...(district ? [] : ['district: the position lies in no outline']),
      'rank: how much visitors look for it (1 to 5) is yours to say',
      ...missing,
    ];
    review.missing.push({ id, ref, what });
  }
  return review;
}

/** Degrees to a tenth of a metre: no document knows a place better. */
function rounded(degrees: number): number {
  return Number(degrees.toFixed(6));
}

/** Names in the languages that the file has; what the sign shows is Turkish. */
function namesOf({ tags }: Candidate): Names {
  const tr = tags['name:tr'] ?? tags['name'] ?? '';
  const more = Object.entries(tags).flatMap(([key, value]) => {
    const language = /^name:([a-z]{2})$/.exec(key)?.[1];
    return language && language !== 'tr' && language !== 'en' ? [[language, value] as const] : [];
  });
  return { tr, en: tags['name:en'] ?? tr, ...Object.fromEntries(more) };
}

function aliasesOf({ tags }: Candidate, name: Names): Pick<Place, 'aliases'> {
  const known = new Set(Object.values(name));
  const others = ['alt_name', 'old_name', 'short_name', 'official_name', 'int_name']
    .flatMap((key) => tags[key]?.split(';') ?? [])
    .map((each) => each.trim())
    .filter((each) => each !== '' && !known.has(each));
  return others.length > 0 ? { aliases: [...new Set(others)] } : {};
}

/** A square and the stop called after it are two, as are the metro and the tram of one name. */
function isSameKind(a: { categories: Category[] }, b: { categories: Category[] }): boolean {
  const [stopsA, stopsB] = [a, b].map(({ categories }) => categories.filter((each) => STOPS.has(each)));
  if (!stopsA?.length && !stopsB?.length) return true;
  return stopsA?.some((each) => stopsB?.includes(each)) ?? false;
}

/** All names of a place, folded. */
function namesOfAll(name: Names, aliases: readonly string[] = []): string[] {
  return [...new Set([...Object.values(name), ...aliases].map((each) => fold(each ?? '')))];
}

/** An id made of the name; what it is, then a number, tell apart those of one name. */
function freeId(name: string, { categories, ref }: Candidate, taken: ReadonlySet<string>): string {
  const base = slug(name) || slug(ref) || 'place';
  const tries = [base, `${base}-${(categories[0] ?? 'place').replaceAll('_', '-')}`];
  const free = tries.find((id) => !taken.has(id));
  if (free) return free;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

/** What the tags of a place state, as facts, and what they do not or cannot. */
function factsOf(
  { lat, lon, categories, tags, lines }: Candidate,
  name: Names,
  city: NonNullable<Pack['city']>,
  { key, document }: ImportSource,
): { facts: Fact[]; missing: string[] } {
  const facts: Fact[] = [];
  const missing: string[] = [];
  const add = (field: string, value: unknown): void => {
    const [fault] = valueFaults(field, value);
    if (fault) missing.push(`${field}: ${JSON.stringify(value)} ${fault.message}`);
    else facts.push({ field, value, source: key, checkedOn: document.date });
  };
  add('name', { tr: name.tr, en: name.en });
  add('coordinates', [lat, lon]);
  add('categories', categories);
  if (lines) add('lines', lines);
  const hours = tags['opening_hours'];
  if (hours) {
    try {
      parseHours(hours, city);
      add('opening_hours', hours);
    } catch (error) {
      missing.push(`opening_hours: "${hours}" does not read (${(error as Error).message})`);
    }
  } else if (!lines) missing.push('opening_hours: none in the file');
  const website = tags['website'] ?? tags['contact:website'];
  if (website) add('website', website);
  const phone = tags['phone'] ?? tags['contact:phone'];
  if (phone) {
    const country = city.country.toUpperCase() as CountryCode;
    const number = parsePhoneNumberFromString(phone.split(';')[0] ?? '', country);
    if (number?.isValid()) add('phone', number.number);
    else missing.push(`phone: "${phone}" is no telephone number`);
  }
  const wheelchair = tags['wheelchair'];
  if (wheelchair && ['yes', 'no', 'limited'].includes(wheelchair)) add('accessible', wheelchair);
  if (tags['fee'] === 'no') add('admission', 'free');
  if (tags['fee'] === 'yes') add('admission', 'ticket');
  if (tags['cuisine'])
    add(
      'cuisine',
      tags['cuisine'].split(';').map((each) => each.trim()),
    );
  if (tags['start_date'] && /^\d{3,4}$/.test(tags['start_date'])) add('built', tags['start_date']);
  const address = [tags['addr:street'], tags['addr:housenumber']].filter(Boolean).join(' ');
  if (address !== '' && address.length <= MAX_ADDRESS) add('address', address);
  return { facts, missing };
}
