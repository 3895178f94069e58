import { readFileSync } from 'node:fs';
import type { Language } from '../src/messages.ts';

/** The language's phrases, as answers are put together from them. */
export function phrasesOf(language: Language): unknown {
  const known = CACHE.get(language);
  if (known !== undefined) return known;
  const file = new URL(`../src/engine/compose/phrases/${language}.json`, import.meta.url);
  const phrases: unknown = JSON.parse(readFileSync(file, 'utf8'));
  CACHE.set(language, phrases);
  return phrases;
}

const CACHE = new Map<Language, unknown>();

/** One phrase by its path, without its placeholders: the words that it always has. */
export function wordsOf(language: Language, ...path: string[]): string[] {
  const found = path.reduce<unknown>(
    (node, key) => (node as Record<string, unknown>)?.[key],
    phrasesOf(language),
  );
  if (typeof found !== 'string') throw new Error(`no phrase ${path.join('.')} in ${language}`);
  return found
    .split(/\{\{[^}]*\}\}/u)
    .map((part) => part.replaceAll(/^[\s:：,.。]+|[\s:：,.。]+$/gu, ''))
    .filter(Boolean);
}

/** All strings in a value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** A text as it is compared: without marks of direction, with ASCII digits and points, in one form. */
export function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u200e\u200f\u2066-\u2069]/gu, '')
    .replaceAll(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replaceAll('٫', '.')
    .replaceAll(/[\u00a0\u202f]/gu, ' ');
}
