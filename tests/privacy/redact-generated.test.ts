import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { redact } from '../../src/privacy/redact.ts';
import { isolated, KEPT, SECRETS, SENTENCES } from './redact-samples.ts';

const SEED = 20_261_129;
const SAMPLES = 200;

/** Whether four characters in a row of the value are left. */
function holdsPartOf(text: string, value: string): boolean {
  const last = Math.max(0, value.length - 4);
  return Array.from({ length: last + 1 }, (_, at) => value.slice(at, at + 4)).some((part) =>
    text.includes(part),
  );
}

describe('personal data of each kind, generated with valid check digits, in sentences of twelve languages', () => {
  for (const [kind, secret] of Object.entries(SECRETS)) {
    it(`${kind}: at least 99 in 100 leave nothing behind`, () => {
      const samples = fc.sample(fc.tuple(secret, fc.constantFrom(...SENTENCES)), {
        seed: SEED,
        numRuns: SAMPLES,
      });
      const missed = samples.flatMap(([{ text, value, placeholder }, sentence]) => {
        const [before = '', onward = ''] = sentence.split('X');
        // A signature ends its message
        const after = kind === 'signatures' ? '' : onward;
        const kept = redact(`${before}${text}${after}`);
        assert.ok(kept.startsWith(before) && kept.endsWith(after), kept);
        const between = kept.slice(before.length, kept.length - after.length);
        const rest = between.replace(/\[location [-\d.,]+\]/, '[location]').replace(placeholder, '');
        return rest.length < between.length && !holdsPartOf(rest, value) ? [] : [`${text} → ${between}`];
      });
      assert.ok(missed.length <= SAMPLES / 100, `${missed.length} of ${SAMPLES}:\n${missed.join('\n')}`);
    });
  }
});

describe('what a guide is about', () => {
  it('stays as it was written, in sentences of twelve languages', () => {
    fc.assert(
      fc.property(KEPT, fc.constantFrom(...SENTENCES), (kept, sentence) => {
        const written = isolated(sentence, kept);
        assert.equal(redact(written), written);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('stays beside what does not', () => {
    const secrets = fc.oneof(...Object.values(SECRETS));
    fc.assert(
      fc.property(KEPT, secrets, KEPT, (before, { text }, after) => {
        const kept = redact(`${before}; ${text}; ${after}`);
        assert.ok(kept.startsWith(`${before}; `) && kept.endsWith(`; ${after}`), kept);
      }),
      { seed: SEED, numRuns: 600 },
    );
  });
});

describe('any text', () => {
  const pieces = fc.oneof(
    ...Object.values(SECRETS).map((secret) => secret.map(({ text }) => text)),
    KEPT,
    fc.constantFrom(...SENTENCES),
    fc.constantFrom(
      '[phone]',
      '[name]',
      '[',
      ']',
      '+90',
      '@',
      '.',
      ' ',
      '\n',
      '0',
      'ben ',
      'call ',
      'at ',
      '/',
      ':',
      '-',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );

  it('redacted twice is as redacted once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(pieces, fc.constantFrom('', ' ', ', ', '\n'))), (parts) => {
        const once = redact(parts.flat().join(''));
        assert.equal(redact(once), once);
      }),
      { seed: SEED, numRuns: 600 },
    );
  });
});
