import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { LANGUAGES, type Language } from '../../../src/messages.ts';
import { ask } from './support.ts';

const FILE = join(process.env['REHBER_FIXTURES'] ?? '', 'utterances/massive-train.jsonl.gz');
/** Held out by id: the statistics have learned from the other partition alone (`bench/train-language.ts`). */
const LEAST = 0.97;
/** Words of a short message; so many characters of Chinese and Japanese. */
const WORDS = 3;
const CHARACTERS = 8;
/** What is not written in the script of its language tells it nothing. */
const SCRIPTS: Partial<Record<Language, RegExp>> = {
  ru: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
  fa: /\p{Script=Arabic}/u,
  ko: /\p{Script=Hangul}/u,
};

test(
  'the language of messages of up to three words is known, in twelve languages',
  { skip: existsSync(FILE) ? false : 'needs the utterances of REHBER_FIXTURES' },
  () => {
    const right: number[] = [];
    for (const line of gunzipSync(readFileSync(FILE)).toString().trim().split('\n')) {
      const { locale, partition, text } = JSON.parse(line) as Record<'locale' | 'partition' | 'text', string>;
      const language = LANGUAGES.find((each) => locale.startsWith(each));
      if (partition !== 'dev' || !language || SCRIPTS[language]?.test(text) === false) continue;
      const isDense = language === 'zh' || language === 'ja';
      if (isDense ? text.length > CHARACTERS : text.split(/\s+/u).length > WORDS) continue;
      right.push(ask(text).language === language ? 1 : 0);
    }
    const share = right.reduce((sum, each) => sum + each, 0) / right.length;
    assert.ok(right.length > 1_000);
    assert.ok(share >= LEAST, `${(share * 100).toFixed(1)} % of ${right.length}`);
  },
);
