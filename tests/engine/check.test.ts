import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../../src/messages.ts';
import { checker } from './small-city.ts';

// It is Tuesday, 15:00. Zübeyir is 1.2 km away, opens at 17:00; Hamdi 1.2 km, open until 23:00; Sur 2.4 km, no hours known.

/** Texts that say what the facts say, in their own words. */
const FAITHFUL: [Language, string, string?][] = [
  [
    'en',
    'Hamdi Restaurant is the kebab place to go: 1.2 km away and open until 23:00 tonight. Try the lahmacun there!',
  ],
  [
    'en',
    'For kebab try Hamdi Restaurant, about 1.2 km from you, open till 11 pm. Zübeyir opens at 5 pm, also 1.2 km away.',
  ],
  [
    'en',
    'Hamdi is roughly a 20 minute walk (1.2 km) and open until 11:00 p.m. Zübeyir Ocakbaşı only opens at 17:00 today.',
  ],
  [
    'en',
    'Kebab nearby: Hamdi Restoran (1,2 km, open 11:00-23:00) or Zübeyir Ocakbaşı, which is closed now and opens at 5 pm.',
  ],
  [
    'en',
    'Hamdi serves Adana kebap and lahmacun 1.2 km from you. It is open now, until 23.00. Sur Ocakbaşı is 2.4 km away.',
  ],
  [
    'tr',
    'Size 1,2 km uzaktaki Hamdi Restoran saat 23:00’e kadar açık. Zübeyir Ocakbaşı ise 17:00’de açılıyor.',
  ],
  [
    'tr',
    'Kebap için Hamdi’ye gidin: 1,2 km uzakta, akşam 11:00’e kadar açık; lahmacunu da var. Zübeyir şu an kapalı.',
  ],
  [
    'de',
    'Kebab gibt es im Hamdi Restaurant, 1,2 km entfernt und bis 23 Uhr geöffnet. Zübeyir Ocakbaşı öffnet erst um 17 Uhr.',
  ],
  [
    'de',
    'Am besten gehst du ins Hamdi: etwa 1,2 km zu Fuß, heute offen bis 23.00 Uhr. Dort gibt es auch Lahmacun.',
  ],
  [
    'fr',
    'Pour un kebab, Hamdi Restaurant est à 1,2 km et reste ouvert jusqu’à 23h00. Zübeyir Ocakbaşı ouvre à 17 h.',
  ],
  [
    'es',
    'Para comer kebab, Hamdi Restaurant está a 1,2 km y abierto hasta las 23:00. Zübeyir Ocakbaşı abre a las 17:00.',
  ],
  ['es', 'Hamdi está a 1,2 km de ti, abierto hasta las 11 de la noche, con lahmacun en la carta.'],
  [
    'it',
    'Per un kebab vai da Hamdi Restaurant, a 1,2 km, aperto fino alle 23:00. Zübeyir Ocakbaşı apre alle 17:00.',
  ],
  ['ru', 'Кебаб рядом: Hamdi Restoran в 1,2 км от вас, открыт до 23:00. Zübeyir Ocakbaşı откроется в 17:00.'],
  ['ru', 'Ближайший вариант — Хамди: 1,2 км, открыто до 11 вечера, есть лахмаджун.'],
  ['ar', 'أقرب كباب هو Hamdi Restaurant على بعد ١٫٢ كم، مفتوح حتى الساعة ٢٣:٠٠.'],
  ['ar', 'مطعم حمدي يبعد 1.2 كم ومفتوح حتى 11 مساءً، أما Zübeyir Ocakbaşı فيفتح الساعة 17:00.'],
  ['fa', 'برای کباب، Hamdi Restoran در ۱٫۲ کیلومتری شماست و تا ساعت ۲۳:۰۰ باز است.'],
  ['fa', 'رستوران حمدی ۱٫۲ کیلومتر از شما فاصله دارد و تا ۱۱ شب باز است.'],
  ['zh', '附近吃烤肉可去 Hamdi Restaurant，距离1.2公里，营业至23:00。'],
  ['zh', '哈姆迪餐厅距你1.2公里，营业到晚上11点，有烤肉。'],
  ['ja', '近くのケバブなら Hamdi Restaurant。1.2 km先で、23時まで営業しています。'],
  ['ja', 'ハムディは1.2キロ先にあり、午後11時まで営業しています。'],
  ['ko', '케밥은 Hamdi Restaurant가 1.2km 거리에 있고 밤 11시까지 열어요.'],
  ['ko', '함디는 1.2킬로미터 떨어져 있고 23:00까지 영업해요.'],
  [
    'en',
    'Hagia Sophia, built in 537, is 180 m from you and open until 7:30 pm; a ticket is €25. No visits at prayer times.',
    'hagia-sophia',
  ],
  [
    'en',
    'Ayasofya / Hagia Sophia is open today 9:00 to 19:30. The ticket costs 25 euros and the mosque is closed at prayer times.',
    'hagia-sophia',
  ],
  [
    'en',
    'The nearest tram stop to Hagia Sophia is Sultanahmet on the T1. It is open daily 09:00–19:30.',
    'hagia-sophia',
  ],
  [
    'tr',
    'Ayasofya’ya 180 m uzaktasınız; bugün 09.00–19.30 arası açık, bilet 25 avro. Namaz vakitlerinde kapalı.',
    'hagia-sophia',
  ],
  ['tr', 'Ayasofyanın yapımı 537 yılına dayanır; akşam 7:30’a kadar açık.', 'hagia-sophia'],
  [
    'de',
    'Die Hagia Sophia, erbaut 537, ist heute von 9 bis 19:30 Uhr offen. Die Eintrittskarte kostet 25 €.',
    'hagia-sophia',
  ],
  ['ru', 'Айя-София открыта сегодня до 19:30, билет стоит 25 евро. До неё 180 метров.', 'hagia-sophia'],
  ['ar', 'آيا صوفيا مفتوحة اليوم من ٩:٠٠ إلى ١٩:٣٠، وتبعد عنك 180 م.', 'hagia-sophia'],
  ['zh', '圣索菲亚大教堂今天9点至19点30分开放，门票25欧元，距你180米。', 'hagia-sophia'],
  ['ja', 'アヤソフィアは今日19時30分まで開いています。チケットは25ユーロです。', 'hagia-sophia'],
  ['ko', '아야소피아는 오늘 오후 7시 30분까지 열려 있고 입장권은 25유로예요.', 'hagia-sophia'],
  [
    'en',
    'Topkapı Palace is closed today, as it is every Tuesday. The Harem needs a ticket of its own; last entry is at 17:00.',
    'topkapi-palace',
  ],
  [
    'en',
    'Topkapı Sarayı is not open today. It opens on Wednesday at 9 am; the Harem has a separate ticket.',
    'topkapi-palace',
  ],
  [
    'tr',
    'Topkapı Sarayı bugün kapalı; salı günleri hep kapalıdır. Çarşamba 09:00’da açılıyor.',
    'topkapi-palace',
  ],
  [
    'de',
    'Der Topkapı-Palast ist heute geschlossen, dienstags ist Ruhetag. Er öffnet am Mittwoch um 9 Uhr.',
    'topkapi-palace',
  ],
  [
    'fr',
    'Topkapı Sarayı est fermé aujourd’hui, comme chaque mardi. Il ouvre mercredi à 9h.',
    'topkapi-palace',
  ],
  [
    'es',
    'Topkapı Sarayı está cerrado hoy, como cada martes. Abre el miércoles a las 9:00.',
    'topkapi-palace',
  ],
  ['zh', '托普卡帕宫今天关闭，每周二休息，周三9点开门。', 'topkapi-palace'],
  ['en', 'Gülhane Park is free and open 24 hours, 0.6 km from you.', 'gulhane-park'],
  ['it', 'Il parco Gülhane Parkı è gratuito e aperto 24 ore su 24, a 640 m da te.', 'gulhane-park'],
];

/** Texts that say something else than the facts, with the reason why they must not leave. */
const FALSE: [Language, string, string, string?][] = [
  ['en', 'time', 'Hamdi Restaurant is 1.2 km away and open until 22:00 tonight, with lahmacun on the menu.'],
  ['en', 'time', 'Hamdi Restaurant is 1.2 km away and open until 10 pm tonight, with lahmacun on the menu.'],
  ['en', 'distance', 'Hamdi Restaurant is only 800 m away and open until 23:00 tonight.'],
  ['en', 'minutes', 'Hamdi Restaurant is a 5 minute walk from you and open until 23:00.'],
  ['en', 'unknown_place', 'Galata Tower is near, and Hamdi Restaurant is 1.2 km away, open until 23:00.'],
  [
    'en',
    'unknown_name',
    'Hamdi Restaurant is 1.2 km away; also try the famous Bosphorus Grill House, open until 23:00.',
  ],
  ['en', 'unknown_name', 'Skip Hamdi Restaurant and go to Sultan Mehmet Kebap, which is 1.2 km from you.'],
  ['en', 'no_place', 'There is a great kebab place 1.2 km from you that is open until 23:00 tonight.'],
  ['en', 'no_place', 'I am sorry, but I cannot help with that request.'],
  ['en', 'state', 'Zübeyir Ocakbaşı is open now, 1.2 km away. Have a good meal there!'],
  ['en', 'state', 'Hamdi Restaurant, 1.2 km from you, is closed right now.'],
  ['en', 'state', 'Sur Ocakbaşı, 2.4 km from you, is open now.'],
  ['en', 'link', 'Hamdi Restaurant is 1.2 km away, book at www.hamdi-tours.example.com today.'],
  ['en', 'link', 'Hamdi Restaurant is 1.2 km away, open until 23:00: https://evil.example/x'],
  ['en', 'phone', 'Hamdi Restaurant is 1.2 km away. Call +90 212 528 03 90 to book a table.'],
  ['en', 'price', 'Hamdi Restaurant is 1.2 km away, open until 23:00; a kebab costs 300 TL.'],
  ['en', 'number', 'Hamdi Restaurant has been serving kebab since 1969, 1.2 km from you.'],
  ['en', 'markup', '**Hamdi Restaurant** is 1.2 km away and open until 23:00.'],
  ['en', 'markup', '- Hamdi Restaurant, 1.2 km\n- Zübeyir Ocakbaşı, 1.2 km'],
  ['en', 'placeholder', 'Hamdi Restaurant is [distance] away and open until {{time}}.'],
  [
    'en',
    'sensitive',
    'Hamdi Restaurant is 1.2 km away, open until 23:00, and everything is halal and gluten-free.',
  ],
  ['en', 'sensitive', 'Hamdi Restaurant, 1.2 km from you, is great for vegetarians.'],
  ['en', 'admission', 'Hamdi Restaurant is 1.2 km away and entry is free until 23:00.'],
  [
    'en',
    'too_long',
    'Hamdi Restaurant is a lovely kebab place that you will surely like a lot, it is 1.2 km from you, open until 23:00 tonight, and it serves lahmacun as well as Adana kebap to all its guests.',
  ],
  ['en', 'language', 'Hamdi Restoran size 1,2 km uzakta ve saat 23:00’e kadar açık, lahmacun da var.'],
  ['de', 'language', 'Hamdi Restaurant is 1.2 km away from you and open until 23:00 tonight.'],
  ['tr', 'language', 'Hamdi Restaurant is 1.2 km away from you and open until 23:00 tonight.'],
  ['fr', 'language', 'Hamdi Restaurant está a 1,2 km y abierto hasta las 23:00 de hoy.'],
  ['ru', 'language', 'Hamdi Restaurant is 1.2 km away from you and open until 23:00 tonight.'],
  ['zh', 'language', '近くのケバブなら Hamdi Restaurant。1.2 km先で、23:00まで営業しています。'],
  ['ja', 'language', '附近吃烤肉可去 Hamdi Restaurant，距离1.2公里，营业至23:00。'],
  ['fa', 'language', 'أقرب كباب هو Hamdi Restaurant على بعد 1.2 كم، مفتوح حتى الساعة 23:00.'],
  ['ar', 'language', 'برای کباب، Hamdi Restoran در 1.2 کیلومتری شماست و تا 23:00 باز است.'],
  ['ko', 'language', 'Hamdi Restaurant is 1.2 km away from you and open until 23:00 tonight.'],
  ['tr', 'time', 'Size 1,2 km uzaktaki Hamdi Restoran saat 21:00’e kadar açık.'],
  ['tr', 'distance', 'Size 300 metre uzaktaki Hamdi Restoran saat 23:00’e kadar açık.'],
  ['tr', 'state', 'Zübeyir Ocakbaşı şu an açık, size 1,2 km uzakta.'],
  ['tr', 'unknown_name', 'Hamdi Restoran 1,2 km uzakta; ayrıca Şanlıurfa Sofrası da çok iyidir.'],
  ['de', 'time', 'Kebab gibt es im Hamdi Restaurant, 1,2 km entfernt und bis 21 Uhr geöffnet.'],
  [
    'de',
    'unknown_name',
    'Kebab gibt es im Hamdi Restaurant, 1,2 km entfernt, oder in der Çınar Ocakbaşı nebenan.',
  ],
  ['fr', 'distance', 'Pour un kebab, Hamdi Restaurant est à 400 m et reste ouvert jusqu’à 23h00.'],
  ['es', 'time', 'Para comer kebab, Hamdi Restaurant está a 1,2 km y abierto hasta las 9 de la noche.'],
  ['it', 'state', 'Per un kebab vai da Zübeyir Ocakbaşı, a 1,2 km, aperto adesso.'],
  ['ru', 'time', 'Кебаб рядом: Hamdi Restoran в 1,2 км от вас, открыт до 21:00.'],
  ['ru', 'unknown_name', 'Кебаб рядом: Hamdi Restoran в 1,2 км от вас, а ещё есть Дворец Шашлыка.'],
  ['ar', 'time', 'أقرب كباب هو Hamdi Restaurant على بعد ١٫٢ كم، مفتوح حتى الساعة ٢١:٠٠.'],
  ['fa', 'distance', 'برای کباب، Hamdi Restoran در ۳۰۰ متری شماست و تا ساعت ۲۳:۰۰ باز است.'],
  ['zh', 'time', '附近吃烤肉可去 Hamdi Restaurant，距离1.2公里，营业至21点30分。'],
  ['zh', 'unknown_place', '附近吃烤肉可去 Hamdi Restaurant，旁边是托普卡帕宫，距离1.2公里。'],
  ['ja', 'unknown_name', '近くのケバブなら Hamdi Restaurant か Sultan Grill House です。'],
  ['ko', 'time', '케밥은 Hamdi Restaurant가 1.2km 거리에 있고 밤 9시까지 열어요.'],
  ['en', 'price', 'Hagia Sophia is 180 m from you, open until 19:30; a ticket is €35.', 'hagia-sophia'],
  ['en', 'admission', 'Hagia Sophia is 180 m from you, open until 19:30, and entry is free.', 'hagia-sophia'],
  [
    'en',
    'closed_day',
    'Hagia Sophia is 180 m from you, open until 19:30 and closed on Mondays.',
    'hagia-sophia',
  ],
  ['en', 'number', 'Hagia Sophia, built in 1453, is 180 m from you and open until 19:30.', 'hagia-sophia'],
  ['en', 'state', 'Topkapı Palace is open now. The Harem needs a ticket of its own.', 'topkapi-palace'],
  ['en', 'state', 'Topkapı Palace is open today from 09:00 to 18:00.', 'topkapi-palace'],
  ['en', 'closed_day', 'Topkapı Palace is closed on Mondays.', 'topkapi-palace'],
  ['en', 'closed_day', 'Topkapı Palace is open daily 09:00-18:00.', 'topkapi-palace'],
  ['de', 'state', 'Der Topkapı Palace ist jetzt geöffnet, letzter Einlass 17:00.', 'topkapi-palace'],
  ['zh', 'state', '托普卡帕宫现在开放，最后入场17:00。', 'topkapi-palace'],
];

test('a text that says what the facts say passes, in whatever words', async (t) => {
  const failuresOf = await checker(t);
  for (const [language, text, about] of FAITHFUL) {
    assert.deepEqual(failuresOf(language, text, about), [], `${language}: ${text}`);
  }
});

test('a text that says anything else is held back, and the reason is named', async (t) => {
  const failuresOf = await checker(t);
  for (const [language, reason, text, about] of FALSE) {
    const failures = failuresOf(language, text, about);
    assert.ok(
      failures.some((failure) => failure === reason),
      `${language}: expected ${reason}, found ${failures.join(', ') || 'nothing'}: ${text}`,
    );
  }
});

test('a value of one place is no value of another', async (t) => {
  const failuresOf = await checker(t);
  assert.ok(
    failuresOf('en', 'Sur Ocakbaşı is 1.2 km from you. It is a kebab restaurant.').includes('distance'),
  );
  assert.ok(
    failuresOf('en', 'Zübeyir Ocakbaşı is 1.2 km away and opens at 11:00 in the morning.').includes('time'),
  );
});
