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
export function askConsent(language: Language, retentionDays: number): Reply {
  const text = phrase(language, 'consentAsk', { period: formatPeriod(language, retentionDays) });
  return { text, language, buttons: yesOrNo(language, 'consent') };
}

/** What is kept, for how long, whether it may be used, and the buttons to change that. */
export function privacyReply(
  language: Language,
  state: 'yes' | 'no' | undefined,
  retentionDays: number,
  page: string | undefined,
): Reply {
  const values = {
    state: phrase(language, state === 'yes' ? 'privacyYes' : 'privacyNo'),
    period: formatPeriod(language, retentionDays),
  };
  const link = page ? [[{ label: phrase(language, 'privacyPage:title'), url: page }]] : [];
  return {
    text: phrase(language, 'privacy', values),
    language,
    buttons: [...yesOrNo(language, 'consent'), ...link],
  };
}

/** The question whether offers are welcome. */
export function askOffers(language: Language): Reply {
  return { text: phrase(language, 'offersAsk'), language, buttons: yesOrNo(language, 'offers') };
}

/** The question before everything is deleted. */
export function askForget(language: Language): Reply {
  return { text: phrase(language, 'forgetAsk'), language, buttons: yesOrNo(language, 'forget') };
}

/** Two buttons in words, the one that confirms first. */
function yesOrNo(language: Language, what: 'consent' | 'offers' | 'forget'): Button[][] {
  return [
    [
      { label: phrase(language, `${what}Yes`), action: `${what}:yes` },
      { label: phrase(language, `${what}No`), action: `${what}:no` },
    ],
  ];
}

/** A length of time in words: whole years where it is that, else days. */
export function formatPeriod(language: Language, days: number): string {
  const [amount, unit] = days % 365 === 0 ? [days / 365, 'year'] : [days, 'day'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
}

/** The twelve languages by their own names, three in a row. */
export function askLanguage(language: Language): Reply {
  const buttons = LANGUAGES.map((each) => ({ label: languageName(each), action: `lang:${each}` }));
  const rows = [0, 3, 6, 9].map((start) => buttons.slice(start, start + 3));
  return { text: phrase(language, 'languageAsk'), language, buttons: rows };
}

/** The language that a text names: by its code, its own name or its English one. */
export function languageNamed(text: string): Language | undefined {
  const wanted = text.trim().toLowerCase();
  const english = new Intl.DisplayNames(['en'], { type: 'language' });
  return LANGUAGES.find((language) =>
    [language, languageName(language), english.of(language) ?? ''].some(
      (name) => name.toLowerCase() === wanted,
    ),
  );
}

/** A language's name in itself. */
export function languageName(language: Language): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
