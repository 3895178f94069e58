import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { redact } from '../../src/privacy/redact.ts';

const FIXTURES = process.env['REHBER_FIXTURES'];
/** Characters of each text: one whose work grew with the square of it would take minutes. */
const LENGTH = 100_000;

/** Beginnings that rules wait for the end of. */
const UNITS = [
  'a',
  'a@',
  'a@b.',
  'a at b dot ',
  'http://',
  '1.',
  '1.00-',
  '0532 ',
  '+90',
  'fe80:',
  'TR33 0006 ',
  '41.0082 ',
  "41°1'",
  'passport 1',
  'room ',
  'my name is ',
  'I am Anna ',
  'اسمي ',
  '我叫',
  'regards, ',
  '[phone]',
  '\u202a',
];

describe('texts that are made to keep a redactor busy', () => {
  for (const unit of UNITS)
    it(`${JSON.stringify(unit)} is worked through for ${LENGTH} characters, and twice is as once`, () => {
      assert.ok(redact(unit.repeat(LENGTH / unit.length)));
      const once = redact(unit.repeat(300));
      assert.equal(redact(once), once);
    });

  it('hides nothing behind its length', () => {
    const filler = 'kebab 1 2 ( + @ my name ';
    assert.ok(redact(`${filler.repeat(LENGTH / filler.length)} 0532 123 45 67`).endsWith(' [phone]'));
  });

  it(
    'the big list of naughty strings is redacted, and the second time changes nothing',
    { skip: FIXTURES ? false : 'REHBER_FIXTURES is not set' },
    async () => {
      const strings = JSON.parse(await readFile(join(FIXTURES ?? '', 'nasty/blns.json'), 'utf8')) as string[];
      assert.ok(strings.length > 400);
      for (const text of strings) assert.equal(redact(redact(text)), redact(text));
    },
  );
});
