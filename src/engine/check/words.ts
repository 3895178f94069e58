import { fold } from '../../knowledge/fold.ts';
import type { Language } from '../../messages.ts';
import { formatWeekday } from '../compose/format.ts';

/** Words of one meaning in all our languages, as beginnings of folded words; `_` is a space. */
export function anyOf(words: string): RegExp {
  const alternatives = words
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => fold(word.replaceAll('_', ' ')));
  const isDense = (word: string): boolean =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word);
  const spaced = alternatives.filter((word) => !isDense(word));
  const dense = alternatives.filter(isDense);
  return new RegExp(
    `(?<!\\p{L})(?:و|ال)?(?:${spaced.join('|')})(?!\\p{L})${dense.length > 0 ? `|${dense.join('|')}` : ''}`,
    'gu',
  );
}

/** Says that something is open. Verbs of opening at a time are left out: their time is checked by itself. */
export const OPEN =
  anyOf(`open acik aciktir geoffnet offen ouvert ouverte ouverts ouvertes abierto abierta abiertos abiertas aperto
  aperta aperti aperte открыт открыта открыто открыты работает работают مفتوح مفتوحه يعمل تعمل باز باز_است
  开放 营业 开门 開いて 営業 열려 영업 열어요 열고 엽니다 여는`);
/** Says that something is closed. */
export const CLOSED =
  anyOf(`closed shut kapali kapalidir geschlossen ferme_aujourd fermee fermes fermees est_ferme sont_ferme ferme_le
  ferme_les ferme_en_ce actuellement_ferme cerrado cerrada cerrados cerradas chiuso chiusa chiusi chiuse закрыт закрыта закрыто закрыты
  مغلق مغلقه بسته تعطيل 关闭 关门 休息 闭馆 已关 閉まって 閉館 休館 休業 休み 닫혀 닫아 닫힘 휴무 휴관 쉬어`);
/** Says that something is not open. */
export const NOT_OPEN =
  anyOf(`not_open isn't_open acik_degil nicht_geoffnet nicht_offen pas_ouvert pas_ouverte no_esta_abierto
  no_esta_abierta no_abierto non_e_aperto non_e_aperta не_открыт не_открыта не_открыто не_работает غير_مفتوح ليس_مفتوحا باز_نيست
  不开放 没开 未开放 不营业 开いていません 開いていません 営業していません 열지_않 안_열`);
/** Words that hold "open" without saying that a place is. */
export const OPEN_ELSE =
  anyOf(`open-air open_air opening_hours acik_hava aciklama acik_buyrun im_freien plein_air en_plein al_aire_libre
  all'aperto aria_aperta под_открытым 开放时间 营业时间 営業時間 영업시간 영업_시간`);
/** Speaks of this very moment. */
export const NOW =
  anyOf(`now currently right_now at_the_moment şimdi şu_an şu_anda jetzt gerade derzeit maintenant actuellement
  en_ce_moment ahora actualmente adesso ora attualmente сейчас الان حاليا اكنون 现在 现已 目前 今 現在 지금 현재`);
/** Every day of the week. */
export const DAILY =
  anyOf(`daily every_day each_day seven_days her_gün haftanin_her taglich jeden_tag tous_les_jours chaque_jour todos_los_dias
  cada_dia a_diario tutti_i_giorni ogni_giorno ежедневно каждый_день без_выходных يوميا كل_يوم هر_روز همه_روزه 每天 每日 毎日 年中無休 매일`);
/** Open at every hour; "24 hours" is checked as a number. */
export const ALWAYS =
  anyOf(`always_open open_always never_closes never_closed never_shuts day_and_night night_and_day around_the_clock
  round_the_clock round-the-clock nonstop non-stop all_night all_night_long all_day_and_night
  gece_gündüz gece_gunduz her_zaman_açık hep_açık hep_açıktır daima_açık sürekli_açık hiç_kapanmaz hiç_kapanmıyor asla_kapanmaz bütün_gece tüm_gece
  rund_um_die_uhr tag_und_nacht nie_geschlossen schließt_nie immer_geöffnet immer_offen durchgehend_geöffnet die_ganze_nacht
  jour_et_nuit ne_ferme_jamais toujours_ouvert toujours_ouverte toute_la_nuit
  día_y_noche nunca_cierra no_cierra_nunca siempre_abierto siempre_abierta toda_la_noche
  giorno_e_notte non_chiude_mai sempre_aperto sempre_aperta tutta_la_notte
  круглосуточно круглосуточный круглосуточная круглосуточное никогда_не_закрывается всегда_открыт всегда_открыта всегда_открыто днем_и_ночью день_и_ночь всю_ночь
  على_مدار_الساعة ليل_نهار ليلا_ونهارا لا_يغلق_ابدا لا_يغلق_أبدا مفتوح_دائما طوال_الليل
  شبانه‌روزی شبانه_روزی شبانه‌روز همیشه_باز هرگز_بسته_نمی تمام_شب شب_و_روز
  全天候 昼夜 通宵 从不关门 永不关门 全天开放 全天营业 日夜 不打烊 終日営業 昼も夜も 休まず 一晩中 밤낮 항상_열 밤새 언제나_열`);
export const FREE =
  anyOf(`free free_entry free_of_charge no_charge ücretsiz ücretsizdir bedava kostenlos kostenfrei gratis gratuit gratuite
  gratuitement entrada_libre gratuita gratuito ingresso_libero бесплатно бесплатный бесплатная бесплатен مجاني مجانا مجانيه بالمجان رايگان 免费 無料 무료`);
export const TICKET =
  anyOf(`ticket tickets bilet biletli biletle eintrittskarte billet billets payante entrada_de_pago biglietto a_pagamento
  билет билета билету билетам تذكره تذاكر بليت 门票 购票 チケット 입장권`);
export const PRAYER =
  anyOf(`prayer prayers namaz namazi gebet gebets gebetszeit gebetszeiten priere prieres rezo oracion oraciones
  preghiera preghiere молитв молитвы молитвенное намаз الصلاه صلاه نماز 祈祷 礼拜 礼拝 기도 예배`);
/** What is never inferred: what food contains, who may eat it, whether something is safe. */
export const SENSITIVE =
  anyOf(`halal helal halâl халяль халяльный حلال 清真的 ハラール ハラル 할랄 gluten gluten-free glutensiz glutenfrei
  глютен غلوتين 麸质 グルテン 글루텐 allergen allergens allergy allergies alerji alerjen allergie allergien alergia alergias allergia
  аллергия аллергии аллергены حساسيه 过敏 アレルギー 알레르기 vegan veganer vegano végan végane веган веганский 纯素 ヴィーガン ビーガン 비건
  lactose nut-free peanut safe safely sicher guvenli güvenlidir sûr seguro sicuro безопасно безопасный آمن 安全 안전`);
export const VEGETARIAN =
  anyOf(`vegetarian vegetarians vejetaryen vegetarisch vegetarische végétarien végétarienne végétariens vegetariano
  vegetariana vegetariani вегетарианский вегетарианская вегетарианское вегетарианские نباتي نباتيه نباتيين گياهي 素食 ベジタリアン 채식`);

/** Weekdays that a folded text names, 0 = Sunday. */
export function weekdaysIn(folded: string, language: Language): number[] {
  return [0, 1, 2, 3, 4, 5, 6].filter((day) => weekdayForms(language, day).test(folded));
}

const weekdayPatterns = new Map<string, RegExp>();

/** A weekday's name with its plural and case endings: "Mondays", "montags", "по понедельникам", "周一". */
function weekdayForms(language: Language, day: number): RegExp {
  const key = `${language}${day}`;
  let pattern = weekdayPatterns.get(key);
  if (!pattern) {
    const name = fold(formatWeekday(language, day));
    if (language === 'zh')
      pattern = new RegExp(`(?:星期|周|礼拜)[${'日一二三四五六'[day]}${day === 0 ? '天' : ''}]`, 'u');
    else if (language === 'ja') pattern = new RegExp(`${'日月火水木金土'[day]}曜`, 'u');
    else if (language === 'ko') pattern = new RegExp(name, 'u');
    // Russian endings change the last letter, and Turkish has pazar inside pazartesi
    else if (language === 'ru')
      pattern = new RegExp(`(?<!\\p{L})${name.slice(0, -2)}\\p{L}{1,4}(?!\\p{L})`, 'u');
    else if (language === 'tr') pattern = new RegExp(`(?<!\\p{L})${name}(?!tesi)`, 'u');
    else pattern = new RegExp(`(?<!\\p{L})(?:ال|و)?${name}\\p{L}{0,2}(?!\\p{L})`, 'u');
    weekdayPatterns.set(key, pattern);
  }
  return pattern;
}
