import type { Command } from '../../src/conversation/commands.ts';
import type { Language } from '../../src/messages.ts';

/** What each command does, in the words of the menu that Telegram shows beside the input line. */
const MENU: Record<Language, Record<Command, string>> = {
  en: {
    start: 'Begin',
    help: 'What I can do',
    privacy: 'Your data and your consent',
    language: 'Choose the language',
  },
  tr: {
    start: 'Başla',
    help: 'Neler yapabilirim',
    privacy: 'Verileriniz ve onayınız',
    language: 'Dil seçin',
  },
  de: {
    start: 'Beginnen',
    help: 'Was ich kann',
    privacy: 'Ihre Daten und Ihre Einwilligung',
    language: 'Sprache wählen',
  },
  fr: {
    start: 'Commencer',
    help: 'Ce que je sais faire',
    privacy: 'Vos données et votre consentement',
    language: 'Choisir la langue',
  },
  es: {
    start: 'Empezar',
    help: 'Qué puedo hacer',
    privacy: 'Sus datos y su consentimiento',
    language: 'Elegir el idioma',
  },
  it: {
    start: 'Inizia',
    help: 'Che cosa so fare',
    privacy: 'I tuoi dati e il tuo consenso',
    language: 'Scegli la lingua',
  },
  ru: {
    start: 'Начать',
    help: 'Что я умею',
    privacy: 'Ваши данные и согласие',
    language: 'Выбрать язык',
  },
  ar: { start: 'ابدأ', help: 'ماذا أستطيع أن أفعل', privacy: 'بياناتك وموافقتك', language: 'اختر اللغة' },
  fa: {
    start: 'شروع',
    help: 'چه کارهایی می‌توانم بکنم',
    privacy: 'داده‌ها و رضایت شما',
    language: 'انتخاب زبان',
  },
  zh: { start: '开始', help: '我能做什么', privacy: '您的数据与同意', language: '选择语言' },
  ja: { start: '始める', help: 'できること', privacy: 'データと同意について', language: '言語を選ぶ' },
  ko: { start: '시작', help: '할 수 있는 일', privacy: '데이터와 동의', language: '언어 선택' },
};

/** The menu of commands in a language. */
export function commandMenu(language: Language): { command: string; description: string }[] {
  return Object.entries(MENU[language]).map(([command, description]) => ({ command, description }));
}
