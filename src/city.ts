import { fileURLToPath } from 'node:url';

/** Folder of the city pack. */
export const CITY = fileURLToPath(new URL('../cities/istanbul', import.meta.url));
