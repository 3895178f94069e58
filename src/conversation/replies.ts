import { phrase } from '../engine/compose/phrases.ts';
import type { Answer } from '../engine/types.ts';
import { LANGUAGES, type Button, type Language, type Reply } from '../messages.ts';
import { REASONS } from '../store/models/turn.ts';
import type { Rating } from './feedback.ts';

/** A reply of text alone. */
export function plain(language: Language, key: string, values?: Record<string, string>): Reply {
  return { text: phrase(language, key, values), language, buttons: [] };
}

/** The answer of a turn, asking for the location where that would help. */
export function answerReply(answer: Answer, mayAskLocation: boolean): Reply {
  return {
    text: answer.text,
    language: answer.language,
    buttons: answer.buttons,
    ...(answer.places.length > 0 ? { places: answer.places } : {}),
    ...(answer.wantsLocation && mayAskLocation
      ? { locationRequest: phrase(answer.language, 'shareLocation') }
      : {}),
  };
}

/** The buttons of an answer with the standing vote shown. */
export function votedButtons(buttons: Button[][], rating: Rating | null): Button[][] {
  const isChosen = (action: string): boolean => rating !== null && action.startsWith(`${rating}:`);
  return buttons.map((row) =>
    row.map((button) =>
      'action' in button
        ? { label: button.label, action: button.action, ...(isChosen(button.action) ? { chosen: true } : {}) }
        : button,
    ),
  );
}

/** What was wrong? Each reason is a button; a correction in words is as welcome. */
export function askReason(language: Language, turnId: string): Reply {
  const reasons = REASONS.map((reason) => ({
    label: phrase(language, `reasons.${reason}`),
    action: `why:${turnId}:${reason}`,
  }));
  const write = { label: phrase(language, 'writeCorrection'), action: `fix:${turnId}` };
  return {
    text: phrase(language, 'feedbackAskReason'),
    language,
    buttons: [reasons.slice(0, 2), reasons.slice(2, 4), [...reasons.slice(4), write]],
  };
}

/** The question whether conversations may be used to improve the guide; yes first, in words. */
export function askConsent(language: Language): Reply {
  return { text: phrase(language, 'consentAsk'), language, buttons: consentButtons(language) };
}

/** What is kept, whether it may be used, and the buttons to change that. */
export function privacyReply(language: Language, state: 'yes' | 'no' | undefined): Reply {
  const stateWords = phrase(language, state === 'yes' ? 'privacyYes' : 'privacyNo');
  return {
    text: phrase(language, 'privacy', { state: stateWords }),
    language,
    buttons: consentButtons(language),
  };
}

function consentButtons(language: Language): Button[][] {
  return [
    [
      { label: phrase(language, 'consentYes'), action: 'consent:yes' },
      { label: phrase(language, 'consentNo'), action: 'consent:no' },
    ],
  ];
}

/** The twelve languages by their own names, three in a row. */
export function askLanguage(language: Language): Reply {
  const buttons = LANGUAGES.map((each) => ({ label: languageName(each), action: `lang:${each}` }));
  const rows = [0, 3, 6, 9].map((start) => buttons.slice(start, start + 3));
  return { text: phrase(language, 'languageAsk'), language, buttons: rows };
}

/** A language's name in itself. */
export function languageName(language: Language): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
