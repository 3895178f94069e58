import { settings } from './settings.ts';

const names = new Intl.DisplayNames('en', { type: 'language' });
const numbers = new Intl.NumberFormat('en');
const PLATFORMS: Readonly<Record<string, string>> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  slack: 'Slack',
  web: 'Web chat',
  terminal: 'Terminal',
};

/** A language's English name; what is none stays as it is. */
export function languageName(code: string): string {
  return settings.languages.includes(code) ? (names.of(code) ?? code) : code;
}

export function platformName(platform: string): string {
  return PLATFORMS[platform] ?? platform;
}

/** `1,234`. */
export function count(n: number): string {
  return numbers.format(n);
}

/** `1,234 people`, or `1 person`. */
export function people(n: number): string {
  return `${count(n)} ${n === 1 ? 'person' : 'people'}`;
}

/** A fraction as `12.3 %`. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

/** A moment by the guide's clock. */
export function moment(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', {
    timeZone: settings.timezone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

/** Who acted, as the audit log has it: `dashboard:Ayşe` is “Ayşe (dashboard)”. */
export function actorName(actor: string): string {
  const [kind = '', ...name] = actor.split(':');
  return name.length === 0 ? kind : `${name.join(':')} (${kind})`;
}

/** A word that programs read, as people do: `no_consent` is “no consent”. */
export function spaced(word: string): string {
  return word.replaceAll('_', ' ');
}

export function directionOf(language: string): 'rtl' | 'ltr' {
  return settings.rightToLeft.includes(language) ? 'rtl' : 'ltr';
}
