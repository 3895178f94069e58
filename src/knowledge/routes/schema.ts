import { z } from 'zod';
import { MODES } from './types.ts';

const text = z.string().trim().min(1, 'must not be empty');
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case ASCII words joined by hyphens');
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be a date, YYYY-MM-DD');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, HH:MM');
const sourced = z.strictObject({ source: text, checkedOn: date });
const days = z
  .string()
  .regex(/^(Mo|Tu|We|Th|Fr|Sa|Su)([-,](Mo|Tu|We|Th|Fr|Sa|Su))*$/, 'must be weekdays, for example Mo-Fr,Su');

/** A stop that is no place of the pack: an airport bus's. */
export const stopSchema = z.strictObject({
  id,
  name: z.strictObject({ tr: text, en: text }),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
});

const service = z
  .strictObject({
    towards: z.tuple([text, text]),
    stops: z.array(id).min(2, 'must hold at least two stops'),
    seconds: z.array(z.number().positive()),
    timing: z.enum(['timetable', 'operator', 'estimate']),
    oneWay: z.boolean().optional(),
    turn: id.optional(),
    headway: z.number().positive(),
    hours: z
      .array(z.strictObject({ days, first: time, last: time, headway: z.number().positive().optional() }))
      .optional(),
  })
  .refine(({ stops, seconds }) => seconds.length === stops.length - 1, {
    path: ['seconds'],
    error: 'must be one fewer than the stops',
  })
  .refine(({ stops }) => new Set(stops).size === stops.length, {
    path: ['stops'],
    error: 'must not call anywhere twice: make it two services',
  })
  .refine(({ stops, turn }) => turn === undefined || stops.includes(turn), {
    path: ['turn'],
    error: 'must be one of the stops',
  });

export const lineSchema = z.strictObject({
  id: text,
  mode: z.enum(MODES),
  stops: z.array(stopSchema).optional(),
  services: z.array(service).min(1, 'must hold at least one service'),
  facts: z.strictObject({ stops: sourced, minutes: sourced, hours: sourced.optional() }),
});
