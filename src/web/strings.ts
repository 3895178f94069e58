import { LANGUAGES, RTL_LANGUAGES, type Language } from '../messages.ts';
import ar from './strings/ar.json' with { type: 'json' };
import de from './strings/de.json' with { type: 'json' };
import en from './strings/en.json' with { type: 'json' };
import es from './strings/es.json' with { type: 'json' };
import fa from './strings/fa.json' with { type: 'json' };
import fr from './strings/fr.json' with { type: 'json' };
import it from './strings/it.json' with { type: 'json' };
import ja from './strings/ja.json' with { type: 'json' };
import ko from './strings/ko.json' with { type: 'json' };
import ru from './strings/ru.json' with { type: 'json' };
import tr from './strings/tr.json' with { type: 'json' };
import zh from './strings/zh.json' with { type: 'json' };

/** What the page itself says, in one language. */
export type PageStrings = typeof en & { language: Language; direction: 'ltr' | 'rtl' };

const tables: Record<Language, typeof en> = { en, tr, de, fr, es, it, ru, ar, fa, zh, ja, ko };

/** The page's strings in a language, if it is one of ours. */
export function stringsIn(code: unknown): PageStrings | undefined {
  const language = LANGUAGES.find((each) => each === code);
  return (
    language && { ...tables[language], language, direction: RTL_LANGUAGES.has(language) ? 'rtl' : 'ltr' }
  );
}

/**
 * The page's strings in the first language of ours that an Accept-Language header names (RFC 9110, 12.5.4), by its
 * weights; English where it names none.
 */
export function stringsFor(acceptLanguage: string | undefined): PageStrings {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().split(';');
      const weight = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find(Boolean);
      return { code: range.split('-')[0]?.toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  const known = wanted.map(({ code }) => stringsIn(code)).find((each) => each !== undefined);
  return known ?? { ...en, language: 'en', direction: 'ltr' };
}
