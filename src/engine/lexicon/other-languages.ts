import type { Phrases } from './lexicon.ts';

/**
 * Frequent words of languages that Rehber does not answer in, spelled as in none of ours: two of them, or one with a
 * letter that only such languages write, and the message is told apart from a short text in one of ours.
 */
export const OTHER_LANGUAGES: Record<string, Phrases> = {
  nl: 'waar, hoe, wat, zijn, het, een, ik, wij, niet, graag, dank je, dankjewel, bedankt, alsjeblieft, goedemorgen, goedendag, eten, lekker, buurt, dichtbij, dichtstbijzijnde, mooiste, naar, kan, wil, zoek, vandaag, geopend, gesloten, ontbijt, hoeveel, kost, vriendelijk',
  pl: 'gdzie, jak, czy, jest, mogę, można, dzień, dobry, dziękuję, dziekuje, proszę, chcę, szukam, blisko, najbliższy, jedzenie, zjeść, śniadanie, otwarte, zamknięte, dzisiaj, meczet, wieża, dojechać, restauracja, godzinie, dobra, tutaj, ile, kosztuje',
  pt: 'onde, você, vocês, não, obrigado, obrigada, comida boa, fica, perto, uma, são, pequeno almoço, café da manhã, quero, gostaria, posso comer, aberto hoje, amanhã, bom dia, boa tarde, boa noite, olá, oi, tudo bem, quanto custa, chegar, mesquita, também, em, há, muito, como chego, museu',
  ro: 'unde, este, sunt, vreau, pot, bună, mulțumesc, multumesc, mâncare, aproape, deschis, închis, azi, mâine, cât, costă, cum, ajung, și, moschee, mic dejun, vă rog',
  cs: 'kde, jak, je, můžu, dobrý, den, děkuji, prosím, chci, hledám, snídaně, otevřeno, zavřeno, dnes, zítra, kolik, stojí, jídlo, nejbližší, mešita',
  hu: 'hol, lehet, enni, reggeliz*, étkez*, hogyan, van, szeretnék, köszönöm, kérem, jó, napot, étterem, reggeli, közel, nyitva, zárva, ma, holnap, mennyi, mecset',
  sv: 'var, hur, är, jag, vill, kan jag, tack, hej, god morgon, frukost, nära, öppet, stängt, idag, imorgon, finns, mat, moskén, äta, någon',
  da: 'hvor, hvordan, er, jeg, vil, gerne, kan jeg, tak, morgenmad, åbent, lukket, dag, findes, mad, spise, nærheden',
  fi: 'missä, mistä, miten, onko, haluan, kiitos, hei, huomenta, aamiainen, lähellä, auki, kiinni, tänään, huomenna, ruoka, ravintola, moskeija, voin',
  id: 'di mana, dimana, bagaimana, saya, ingin, mau, terima kasih, selamat, pagi, makan, makanan, dekat, terdekat, buka, tutup, hari ini, masjid, tempat, yang, apa, berapa, enak',
  vi: 'ở đâu, đâu, làm sao, tôi, muốn, cảm ơn, xin chào, ăn, gần, mở cửa, hôm nay, không, nhà hàng',
  az: 'haradadır, harada, necə, istəyirəm, təşəkkür, salam, yaxın, yemək, var mı',
  hr: 'gdje, kako, mogu, hvala, dobar, dan, molim, doručak, otvoreno, zatvoreno, danas, sutra, hrana, džamija, gde, želim, najbliži',
  sq: 'ku, është, faleminderit, dua, mund, përshëndetje, mëngjes, afër, hapur',
};

/** Letters that none of our Latin languages writes. */
export const OTHER_LATIN_LETTERS = /[ãõąćęłńśźżěřůďťňőűșțţăđơưåøəėįųūāēīķļņšžčõý]/iu;

/** Letters of Cyrillic alphabets other than the Russian one. */
export const OTHER_CYRILLIC_LETTERS = /[іїєґўјљњћђџѓќѕәқңғүұөһ]/iu;

/** Words that Bulgarian, Ukrainian and Serbian write without a letter of their own. */
export const OTHER_CYRILLIC_WORDS: Phrases =
  'къде, къде е, как да, благодаря, здравей, здравейте, искам, близо, хубав, хубаво, закуска, отворен, затворен, джамия, джамията, дякую, де, будь ласка, привіт, хочу поїсти, сніданок, де можна, где да, хвала, могу ли, доручак, добар дан, колко, струва, има ли';

/** Letters that Arabic and Persian do not write: Urdu, Sorani Kurdish, Pashto, Uyghur. */
export const OTHER_ARABIC_LETTERS = /[ٹڈڑےںھہۂڵێۆڕټډړښڼېۍەۇۈۋ]/u;

/** Scripts that none of our languages writes. */
export const OTHER_SCRIPTS =
  /[\p{Script=Greek}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Georgian}\p{Script=Armenian}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Ethiopic}\p{Script=Tibetan}\p{Script=Mongolian}\p{Script=Oriya}\p{Script=Syriac}\p{Script=Thaana}]/u;
