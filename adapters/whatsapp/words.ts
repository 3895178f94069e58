import type { Language } from '../../src/messages.ts';

/** What stands on the button that opens a list of choices; at most 20 characters. */
export const CHOOSE: Record<Language, string> = {
  en: 'Choose',
  tr: 'Seçin',
  de: 'Auswählen',
  fr: 'Choisir',
  es: 'Elegir',
  it: 'Scegli',
  ru: 'Выбрать',
  ar: 'اختر',
  fa: 'انتخاب',
  zh: '选择',
  ja: '選択する',
  ko: '선택',
};
