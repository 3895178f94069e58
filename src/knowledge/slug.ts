import { fold } from './fold.ts';

/** An id made of a name: `Üsküdar İskelesi` becomes `uskudar-iskelesi`. */
export function slug(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
