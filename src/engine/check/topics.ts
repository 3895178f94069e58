import { fold } from '../../knowledge/fold.ts';
import type { Evidence } from '../evidence.ts';
import { anyOf } from './words.ts';

type TopicFailure = 'price' | 'phone' | 'unknown_topic';

/**
 * Subjects of which a text may speak only where a fact does, whatever it says of them. Words with another common meaning
 * ("card" as a menu, "to call" as to name) stand with the words that tell them apart; "try" is no currency here.
 */
const TOPICS: { failure: TopicFailure; words: RegExp; field?: RegExp }[] = [
  {
    failure: 'price',
    field: /\.price:/,
    words:
      anyOf(`lira liras lirası liraya liralık lire euro euros avro avroya dollar dollars dolar doláres dólares dollari
    livres_turques лир лира лиры лиру евро доллар доллара долларов ليرة ليرات يورو دولار لیر لیره دلار
    里拉 欧元 美元 リラ ユーロ 리라 유로 달러`),
  },
  {
    failure: 'phone',
    field: /\.phone:/,
    words:
      anyOf(`phone telephone call_ahead call_them call_to call_\\d+ call_us by_phone telefon telefonu telefonla
    telefonda arayın arayarak telefonisch anrufen anruf rufe_an rufen_sie téléphone téléphoner téléphonez par_téléphone
    appelez appeler teléfono llama_al llame_al llamar llamando telefono telefonare telefona chiama_il chiamare chiamate
    телефон телефону телефона позвоните позвонить звоните هاتف الهاتف هاتفيا اتصل اتصلوا للاتصال تلفن تلفنی تماس_بگیرید
    电话 致电 拨打 電話 전화`),
  },
  {
    failure: 'unknown_topic',
    words:
      anyOf(`cash cash-only cards credit_card debit_card nakit nakitle kredi_kartı kredi_kartıyla kart_geçmez
    kart_geçmiyor kartla kart_kabul bargeld barzahlung nur_bar kreditkarte kreditkarten kartenzahlung keine_karten espèces
    carte_bancaire cartes_bancaires carte_de_crédit cartes_de_crédit pas_de_carte en_efectivo efectivo tarjeta tarjetas
    contanti carta_di_credito carte_di_credito niente_carte bancomat наличные наличными наличных картой карты_не
    банковские_карты نقدا النقد كاش بطاقات بطاقة_ائتمان البطاقات نقد نقدی پول_نقد کارت کارتخوان کارت‌خوان
    现金 刷卡 信用卡 银行卡 現金 カード クレジット 현금 카드`),
  },
  {
    failure: 'unknown_topic',
    words:
      anyOf(`to_book book_a book_ahead book_in_advance book_early book_now booking bookings reservation reservations
    reserve_a rezervasyon rezervasyona rezervasyonla rezervasyonsuz reservierung reservieren reserviere reservieren_sie buchen
    buchung vorbestellen réservation réserver réservez réserve_une reservar reserva reservas reserve_mesa prenotare prenota
    prenotate prenotazione prenotazioni бронь бронировать бронируйте забронируйте забронировать бронирование бронирования
    бронированию حجز الحجز احجز للحجز حجوزات رزرو 预订 预约 订位 订座 予約 예약`),
  },
];

/** What a text speaks of that no fact does. */
export function wrongTopics(left: string, evidence: Evidence): TopicFailure[] {
  const facts = fold([...evidence.lines, ...evidence.places.flatMap(({ notes }) => notes)].join('\n'));
  return TOPICS.filter(
    ({ words, field }) =>
      left.search(words) !== -1 && facts.search(words) === -1 && !(field?.test(facts) ?? false),
  ).map(({ failure }) => failure);
}
