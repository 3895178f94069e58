import type { Point } from '../messages.ts';

/** Degrees of a location cell: about 1 km. */
const CELL_DEGREES = 0.01;

/** South-west corner of the cell that the point lies in, as `41.00,28.97`. */
export function cellOf(point: Point): string {
  const corner = (degrees: number): string =>
    (Math.floor(degrees / CELL_DEGREES + 1e-9) * CELL_DEGREES).toFixed(2);
  return `${corner(point.lat)},${corner(point.lon)}`;
}

/** The middle of a cell that `cellOf` named. */
export function centreOf(cell: string): Point {
  const [lat = 0, lon = 0] = cell.split(',').map(Number);
  return { lat: lat + CELL_DEGREES / 2, lon: lon + CELL_DEGREES / 2 };
}
