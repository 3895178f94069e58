import type { Areas } from '../areas.ts';
import type { Place } from '../types.ts';
import { findRoute, type Routing } from './find.ts';
import { buildNetwork } from './network.ts';
import { createWalkable } from './on-foot.ts';
import type { Endpoint, Line, Route, RouteOptions, Stop } from './types.ts';

/** Makes the search for ways over a pack's lines: see `Knowledge.route`. */
export function createRoutes(pack: {
  lines: readonly Line[];
  places: readonly Place[];
  areas: Areas;
  timezone: string;
}): (from: Endpoint, to: Endpoint, options?: RouteOptions) => Route | undefined {
  const { lines, places, areas, timezone } = pack;
  const byId = new Map(places.map((place) => [place.id, place]));
  const bridges = places.filter(({ categories }) => categories.includes('bridge'));
  const walkable = createWalkable((point) => areas.onLand(point), bridges);
  const routing: Routing = {
    network: buildNetwork(lines, (id) => byId.get(id), walkable),
    timezone,
    walkable,
    isStepFree: ({ id }: Stop) =>
      byId.get(id)?.facts.some(({ field, value }) => field === 'accessible' && value === 'yes') ?? false,
  };
  return (from, to, options) => findRoute(routing, from, to, options);
}
