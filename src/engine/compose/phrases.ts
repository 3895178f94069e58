import { createInstance, type ResourceLanguage } from 'i18next';
import { LANGUAGES, type Language } from '../../messages.ts';
import ar from './phrases/ar.json' with { type: 'json' };
import de from './phrases/de.json' with { type: 'json' };
import en from './phrases/en.json' with { type: 'json' };
import es from './phrases/es.json' with { type: 'json' };
import fa from './phrases/fa.json' with { type: 'json' };
import fr from './phrases/fr.json' with { type: 'json' };
import it from './phrases/it.json' with { type: 'json' };
import ja from './phrases/ja.json' with { type: 'json' };
import ko from './phrases/ko.json' with { type: 'json' };
import ru from './phrases/ru.json' with { type: 'json' };
import tr from './phrases/tr.json' with { type: 'json' };
import zh from './phrases/zh.json' with { type: 'json' };

const resources: Record<Language, ResourceLanguage> = { en, tr, de, fr, es, it, ru, ar, fa, zh, ja, ko };

const i18n = createInstance();
await i18n.init({
  resources,
  supportedLngs: LANGUAGES,
  fallbackLng: false,
  ns: Object.keys(en),
  defaultNS: 'conversation',
  // Texts are plain; each adapter escapes them for its platform
  interpolation: { escapeValue: false },
});
const translators = Object.fromEntries(
  LANGUAGES.map((language) => [language, i18n.getFixedT(language)]),
) as Record<Language, ReturnType<typeof i18n.getFixedT>>;

/** Phrases without values, which are always the same: looking one up costs some 10 µs. */
const fixed = Object.fromEntries(LANGUAGES.map((language) => [language, new Map()])) as Record<
  Language,
  Map<string, string>
>;

/**
 * A phrase in a language, from `phrases/<language>.json`.
 * @param key path within the `conversation` part (`reasons.wrong`), or within another part (`answer:near.one`)
 * @param values what stands for `{{name}}`; a number under `count` picks the plural form
 */
export function phrase(
  language: Language,
  key: string,
  values?: Readonly<Record<string, string | number>>,
): string {
  if (values) return translators[language](key, values);
  const known = fixed[language].get(key) ?? translators[language](key);
  fixed[language].set(key, known);
  return known;
}

const vocabularies = new Map<string, string[]>();

/** The words of a form that our own phrases in a language use: ordinary ones, since no phrase names a place. */
export function vocabulary(language: Language, form: RegExp): string[] {
  const key = `${language}${form.source}`;
  const known = vocabularies.get(key);
  if (known) return known;
  const words = [...new Set(JSON.stringify(resources[language]).match(form) ?? [])];
  vocabularies.set(key, words);
  return words;
}
