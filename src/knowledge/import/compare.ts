import { distanceMeters } from '../distance.ts';
import type { Place } from '../types.ts';
import { readReference, type Surveyed } from './reference.ts';
import { namesakes } from './stations.ts';

/** Farthest that a station may lie from where the reference has it, in metres. */
const FAR_METERS = 300;

/**
 * Compares the stations of a pack with every document of a reference folder that names them with a line.
 * @returns the stations that lie more than 300 m from where a document has them, each with the farthest one
 * @throws Error that names the file where the folder does not hold the reference data
 */
export async function compareStations(
  places: readonly Place[],
  reference: string,
): Promise<{ place: Place; message: string }[]> {
  const { network, others } = await readReference(reference);
  const documents = [{ key: 'live-istanbul', stations: network }, ...others];
  return places.flatMap((place) => {
    const lines = place.facts.find(({ field }) => field === 'lines')?.value;
    if (!Array.isArray(lines)) return [];
    const station: Surveyed = {
      name: place.name.tr,
      lat: place.lat,
      lon: place.lon,
      lines: lines.map(String),
    };
    const [far] = documents
      .flatMap(({ key, stations }) => {
        const meters = namesakes(
          station,
          stations.filter((other) => other.lines.length > 0),
        ).map((other) => distanceMeters(station, other));
        return meters.length > 0 ? [{ key, meters: Math.min(...meters) }] : [];
      })
      .filter(({ meters }) => meters > FAR_METERS)
      .sort((a, b) => b.meters - a.meters);
    return far
      ? [{ place, message: `are ${Math.round(far.meters)} m from where ${far.key} has the station` }]
      : [];
  });
}
