import type { Language } from '../../messages.ts';
import { beginnings, readable } from '../topics.ts';
import type { Source } from '../types.ts';
import { formatNumber, isolate } from './format.ts';
import { CARD_LENGTH, mark } from './piece.ts';
import { phrase } from './phrases.ts';
import type { Voice } from './say.ts';

/** Words of a message that only asks where the answer before it comes from. */
const MOST_CHARACTERS = 70;

/** How people ask where something is from, and when that was checked. */
const ASKS =
  beginnings(`how_do_you_know how_do_u_know how_did_you_know where_do_you_get where_did_you_get where_is_that_from where_is_this_from where's_that_from
  what_is_the_source what's_the_source whats_the_source what's_your_source your_source source sources reference references says_who who_says
  when_was_that_checked when_was_this_checked when_did_you_check how_old_is_that_info how_old_is_this_info how_recent is_that_up_to_date is_this_up_to_date
  kaynak kaynagin kaynaginiz nereden_biliyor nerden_biliyor ne_zaman_kontrol_edildi guncel_mi woher_weisst woher_weiss_du woher_wissen woher_hast_du
  woher_kommt_die quelle quellen wann_gepruft wann_wurde_das ist_das_aktuell comment_le_sais comment_savez comment_tu_sais d'ou_vient d_ou_vient d'ou_tiens
  quelle_est_la_source quelle_source tes_sources vos_sources quand_verifie est-ce_a_jour como_lo_sabes como_sabes fuente fuentes de_donde_sale
  de_donde_sacas cuando_se_comprobo esta_actualizado come_lo_sai come_fai_a_saperlo come_fai_a_sapere fonte fonti da_dove_viene quando_verificato
  e_aggiornato откуда_ты_знаешь откуда_вы_знаете откуда_знаешь откуда_знаете откуда_это откуда_информация источник когда_проверен когда_это_проверен
  كيف_تعرف كيف_عرفت من_اين_لك من_اين_عرفت مصدر مصدرك مصادر المصدر متي_تم_التحقق از_كجا_مي از_كجا_ميداني از_كجا_ميدوني منبع منابع كي_بررسي
  你怎么知道 怎么知道的 来源 出处 消息来源 什么时候核实 信息更新 なぜ知って どうして知って どうやって知 出典 情報源 ソースは いつ確認 어떻게_알 출처 정보원 언제_확인`);

/** Whether a message asks where the answer before it comes from, or of when that is. */
export function asksSource(text: string): boolean {
  return text.length <= MOST_CHARACTERS && ASKS.test(readable(text));
}

/** What of a place people ask for most, so that its document is told first. */
const WEIGHTY = [
  'opening_hours',
  'closed_on',
  'holiday_hours',
  'price',
  'admission',
  'last_entry',
  'prayer_closed',
];

/**
 * The documents behind an answer with their dates, those of hours and prices first. Documents that do not fit are counted.
 */
export function saySources(voice: Voice, sources: readonly Source[]): string {
  const { language } = voice;
  const documents = documentsOf(voice, sources);
  if (documents.length === 0) return phrase(language, 'source:none');
  for (let count = documents.length; count > 0; count -= 1) {
    const left = documents.length - count;
    const items = [
      ...documents.slice(0, count),
      ...(left > 0 ? [phrase(language, 'source:more', { count: formatNumber(language, left) })] : []),
    ].join(mark(language, 'list'));
    const text = phrase(language, 'source:lead', { items });
    if (text.length <= CARD_LENGTH.most) return text;
  }
  return phrase(language, 'source:lead', { items: documents[0]?.slice(0, 200) ?? '' });
}

/** Each document once, with the newest date of the facts taken from it. */
function documentsOf({ language, knowledge }: Voice, sources: readonly Source[]): string[] {
  const titles = new Map(
    Object.values(knowledge.sources).flatMap(({ title, url }) => (url ? [[url, title]] : [])),
  );
  const byUrl = new Map<string, { name: string; date: string; weight: number }>();
  for (const { fact, url, checkedOn } of sources) {
    const field = fact.slice(fact.lastIndexOf('.') + 1);
    const at = WEIGHTY.indexOf(field);
    const weight = at < 0 ? WEIGHTY.length : at;
    const key = url ?? fact;
    const known = byUrl.get(key);
    const name = nameOf(url ? titles.get(url) : undefined, url);
    byUrl.set(key, {
      name,
      date: known && known.date > checkedOn ? known.date : checkedOn,
      weight: Math.min(known?.weight ?? Infinity, weight),
    });
  }
  return [...byUrl.values()]
    .sort((a, b) => a.weight - b.weight || (a.date < b.date ? 1 : -1))
    .map(
      ({ name, date }) =>
        `${isolate(language, name)}${mark(language, 'open')}${dateIn(language, date)}${mark(language, 'close')}`,
    );
}

/** A document's title as far as it is short, else who publishes it. */
function nameOf(title: string | undefined, url: string | undefined): string {
  const short = title?.split(/[:;(,]/u)[0]?.trim();
  const host = url ? hostOf(url) : undefined;
  if (!short) return host ?? '';
  const named = short.length > 48 ? `${short.slice(0, 46).trimEnd()}…` : short;
  return host && !host.startsWith('github') ? `${named} – ${host}` : named;
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).hostname.replace(/^www\./u, '');
  } catch {
    return undefined;
  }
}

function dateIn(language: Language, date: string): string {
  return new Intl.DateTimeFormat(`${language === 'en' ? 'en-GB' : language}-u-ca-gregory`, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T12:00:00Z`));
}
