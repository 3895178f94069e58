import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CITY } from '../../city.ts';
import type { Scan } from './scan.ts';

/** What may stand between two digits of a number. */
const GAP = '[ ()./~-]{0,3}';
/** As many digits as a number of Turkey has, less its zero. */
const LONG = new RegExp(`\\d(?:${GAP}\\d){9}`, 'u');
/** An address of the characters that the pack's have: a comma, a quotation mark or another script ends it. */
const SITE =
  /(?<![a-z\p{N}@._/-])(?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#:][!#$%&()*+./:=?@\w~-]*)?/giu;
const NUMBER_IN_TEXT = /\+?\d[\d ()-]{8,18}\d/gu;

/** Numbers and sites that the city pack gives to everybody: a place's own, and those of services on its practical cards. */
interface PublicFacts {
  /** Matches each number in whatever grouping and with whatever prefix of Turkey; nothing where there is none. */
  numbers: RegExp;
  /** Addresses of sites as `bare` writes them, and their hosts: a query of somebody's own makes another address. */
  sites: ReadonlySet<string>;
}

let read: PublicFacts | undefined;

/** Hides public numbers and sites from the rules: they are no one's, and an answer is worth nothing without them. */
export function keepPublicFacts(scan: Scan): void {
  if (LONG.test(scan.text)) scan.hide(publicFacts().numbers);
  if (/[:/]|www/iu.test(scan.text) && scan.text.includes('.'))
    scan.hide(SITE, (found) => {
      const site = found.replace(/[!().:?*]+$/u, '');
      return publicFacts().sites.has(bare(site)) ? site.length : 0;
    });
}

/** From the files themselves, at the first message that may need them: some milliseconds, once. */
function publicFacts(): PublicFacts {
  read ??= factsOf(
    filesIn('places').flatMap((file) => json(file) as PlaceLike[]),
    filesIn('practical/cards').map((file) => json(file) as CardLike),
  );
  return read;
}

/** As much of a place and of a card as is looked at. */
interface PlaceLike {
  facts: readonly { field: string; value: unknown }[];
}
interface CardLike {
  text: Readonly<Record<string, string>>;
}

function factsOf(places: readonly PlaceLike[], cards: readonly CardLike[]): PublicFacts {
  const valuesOf = (field: string): string[] =>
    places.flatMap(({ facts }) =>
      facts.filter((fact) => fact.field === field).map(({ value }) => String(value)),
    );
  const onCards = cards.flatMap(({ text }) =>
    Object.values(text).flatMap((words) => words.match(NUMBER_IN_TEXT) ?? []),
  );
  const numbers = new Set([...valuesOf('phone'), ...onCards].map(national).filter((digits) => digits !== ''));
  const spelled = Array.from(numbers, (digits) => Array.from(digits).join(GAP)).join('|') || '(?!)';
  return {
    numbers: new RegExp(
      `(?<![a-z\\p{N}+/=_]|\\d[.-])(?:\\(?(?:\\+ ?|00 ?)?90${GAP})?(?:\\(?0${GAP})?\\(?(?:${spelled})(?![a-z\\p{N}]|[.,-]\\d)`,
      'giu',
    ),
    sites: new Set(valuesOf('website').flatMap((site) => [bare(site), bare(new URL(site).host)])),
  };
}

/** The ten digits of a number of Turkey; empty for any other. */
function national(number: string): string {
  return /^(?:(?:00)?90|0)?([1-9]\d{9})$/u.exec(number.replace(/\D/gu, ''))?.[1] ?? '';
}

/** An address without its scheme, `www.` and closing slash, in small letters. */
function bare(address: string): string {
  return address
    .toLowerCase()
    .replace(/^https?:\/\//u, '')
    .replace(/^www\./u, '')
    .replace(/\/$/u, '');
}

function filesIn(folder: string): string[] {
  return readdirSync(join(CITY, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => join(CITY, folder, file));
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
