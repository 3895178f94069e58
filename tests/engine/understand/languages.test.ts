import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LANGUAGES } from '../../../src/messages.ts';
import { CASES } from './cases.ts';
import { ask } from './support.ts';

for (const language of LANGUAGES) {
  suite(`in ${language}`, () => {
    for (const [text, intent, expected = {}] of CASES[language]) {
      test(`"${text}" is ${intent}`, () => {
        const understood = ask(text);
        const told: Record<string, unknown> = { language: understood.language, intent: understood.intent };
        const wanted: Record<string, unknown> = { language: expected.language ?? language, intent };
        const compare = (field: string, got: unknown, want: unknown) => {
          if (want !== undefined) [told[field], wanted[field]] = [got, want];
        };
        compare('category', understood.categories[0], expected.category);
        compare('dish', understood.dishes[0], expected.dish);
        compare('place', understood.placeIds[0], expected.place);
        compare('area', understood.areaId, expected.area);
        compare('nearMe', understood.nearMe, expected.nearMe);
        compare('openOnly', understood.openOnly, expected.openOnly);
        compare('budget', understood.budget, expected.budget);
        assert.deepEqual(told, wanted);
        assert.equal(understood.unsupportedLanguage, false);
      });
    }
  });
}
