import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCheck } from '../../src/engine/check/check.ts';
import { composeGrounded } from '../../src/engine/compose/grounded.ts';
import { gather } from '../../src/engine/evidence.ts';
import { understandInContext } from '../../src/engine/follow-up.ts';
import { retrieve } from '../../src/engine/retrieve/retrieve.ts';
import type { Question } from '../../src/engine/types.ts';
import { AROUND, ASKED } from './questions.ts';
import { CASES } from './understand/cases.ts';
import { knowledge, understand } from './understand/support.ts';

const ABOUT_PLACES = new Set(['nearby', 'place', 'hours']);
/** The rest are notes of the pack in other words than the check knows; they never go through it. */
const PASSING = 0.99;

/** A Wednesday, 14:00: that a day is a holiday is said by us alone, no fact names it. */
const WEEK_WITHOUT_HOLIDAY = new Date('2026-06-10T11:00:00Z');

/** Every question of the other tests, once. */
const QUESTIONS = new Set([
  ...Object.values(CASES).flatMap((cases) => cases.map(([text]) => text)),
  ...ASKED.flatMap(({ texts }) => texts.split(' | ')),
]);

test('what is written from the facts passes the check that a model has to pass', () => {
  const check = createCheck(knowledge);
  const failed: string[] = [];
  let all = 0;
  for (const [index, text] of [...QUESTIONS].entries()) {
    for (const point of [undefined, AROUND[index % AROUND.length]]) {
      const question: Question = {
        text,
        at: WEEK_WITHOUT_HOLIDAY,
        history: [],
        turnId: 'turn',
        ...(point ? { point } : {}),
      };
      const understood = understandInContext(question, understand, knowledge);
      if (!ABOUT_PLACES.has(understood.intent)) continue;
      const found = retrieve(question, understood, knowledge);
      // What is said of things that are not there rests on no fact
      const saysNothingElse = found.remarks.length === 0 && !found.missing && understood.aspect !== 'diet';
      if (found.items.length === 0 || !saysNothingElse) continue;
      const voice = { language: understood.language, knowledge, asked: WEEK_WITHOUT_HOLIDAY };
      const written = composeGrounded(voice, { text, understood, found, operator: {}, wantsLocation: false });
      const { failures } = check(written.text, {
        evidence: gather(found, knowledge),
        language: understood.language,
        most: 160,
      });
      all += 1;
      if (failures.length > 0) failed.push(`${failures.join()}: ${written.text}`);
    }
  }
  assert.ok(all > 500, `${all} answers`);
  assert.ok(failed.length <= all * (1 - PASSING), `${failed.length} of ${all}:\n${failed.join('\n')}`);
});
