import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LANGUAGES } from '../../../src/messages.ts';
import { CALM, CRIES } from './emergency-cases.ts';
import { ask } from './support.ts';

suite('an emergency is told from what only sounds like one', () => {
  for (const language of LANGUAGES) {
    test(`in ${language}`, () => {
      const missed = CRIES[language].filter((text) => ask(text).intent !== 'emergency');
      const alarmed = CALM[language].filter((text) => ask(text).intent === 'emergency');
      assert.deepEqual({ missed, alarmed }, { missed: [], alarmed: [] });
    });
  }
});

test('a danger asked about in general is a question of safety', () => {
  for (const text of [
    'is theft common?',
    'hırsızlık yaygın mı',
    'много ли карманников в трамвае',
    '电车上小偷多吗',
  ]) {
    assert.equal(ask(text).intent, 'practical', text);
  }
});

test('what has happened is an emergency whatever is asked beside it', () => {
  for (const text of [
    'i was robbed, is it common here',
    'there is an earthquake, is the museum open',
    'my wife fainted at the police museum',
  ]) {
    assert.equal(ask(text).intent, 'emergency', text);
  }
});
