import { z } from 'zod';
import { CATEGORIES } from './types.ts';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case ASCII words joined by hyphens');
const date = z.string().refine((text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)), {
  error: 'must be a date, YYYY-MM-DD',
});
const text = z.string().trim().min(1, 'must not be empty');
const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);

const names = z.object({ tr: text, en: text }).catchall(text);
const point = z.strictObject({ lat: latitude, lon: longitude });

const fact = z.strictObject({
  field: text,
  value: z.unknown().refine((value) => value !== undefined && value !== null, {
    error: 'must be given: leave the whole fact out where nothing is known',
  }),
  source: z.union([text, z.array(text).min(1)], {
    error: 'must be a key of the sources, or a list of keys',
  }),
  checkedOn: date,
});

export const placeSchema = z.strictObject({
  id,
  name: names,
  aliases: z.array(text).optional(),
  lat: latitude,
  lon: longitude,
  categories: z.array(z.enum(CATEGORIES)).min(1, 'must hold at least one category'),
  district: text,
  neighbourhoods: z.array(id).optional(),
  rank: z.int().min(1).max(5),
  facts: z.array(fact),
});

export const sourcesSchema = z.record(
  z.string(),
  z.strictObject({ title: text, url: z.url().optional(), date, licence: text.optional() }),
);

const position = z.tuple([longitude, latitude]);
const ring = z.array(position).min(4);

export const citySchema = z.strictObject({
  id,
  name: names,
  centre: point,
  timezone: z.string().refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), {
    error: 'must be an IANA time zone, for example Europe/Istanbul',
  }),
  /** ISO 3166-1 alpha-2 code of the country and the name of its state or province, for holidays and sunset. */
  country: z.string().regex(/^[a-z]{2}$/, 'must be two lower-case letters, for example tr'),
  state: text,
  /**
   * A ring of `[lon, lat]` round the city's waters, drawn over its own land at will: what lies in it and in no district
   * is sea, strait or lake of the city.
   */
  waters: ring,
});

const districtProperties = z.strictObject({
  id,
  name: names,
  aliases: z.array(text).optional(),
  centre: point,
});
const feature = <Properties extends z.ZodType>(properties: Properties) =>
  z.object({
    type: z.literal('Feature'),
    properties,
    geometry: z.strictObject({
      type: z.literal('MultiPolygon'),
      coordinates: z.array(z.array(ring).min(1)).min(1),
    }),
  });

/** Outlines of the districts, GeoJSON (RFC 7946): `[lon, lat]`. */
export const districtsSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(feature(districtProperties)).min(1),
});
