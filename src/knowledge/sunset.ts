import { getTimes } from 'suncalc';
import type { Point } from '../messages.ts';

/**
 * When the sun sets at a point on the day of a moment.
 * @param noon the middle of that day there
 * @returns undefined where it does not set that day (beyond the polar circles)
 */
export function sunsetOn({ lat, lon }: Point, noon: Date): Date | undefined {
  return getTimes(noon, lat, lon).sunset ?? undefined;
}
