import assert from 'node:assert/strict';
import { it } from 'node:test';
import { killAtEachStep } from '../support/kills.ts';

// `npm run bench -- kill` does the same over 50 turns
it('answers every stored event after a SIGKILL at each step of a turn, at most one message twice', async () => {
  const report = await killAtEachStep(14);
  assert.ok(report.kills >= 8, `only ${report.kills} kills`);
  assert.equal(report.unanswered, 0);
  assert.ok(report.mostAnswers <= 2, `one turn got ${report.mostAnswers} answers`);
});
