import type { Language } from '../../messages.ts';
import type { Lexicon } from './lexicon.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fa } from './fa.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { ru } from './ru.ts';
import { tr } from './tr.ts';
import { zh } from './zh.ts';

/** The words of every language. A new language is one more file here and its code in `LANGUAGES` of `messages.ts`. */
export const LEXICONS: Record<Language, Lexicon> = { en, tr, de, fr, es, it, ru, ar, fa, zh, ja, ko };
