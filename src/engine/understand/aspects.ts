import { beginnings, readable } from '../topics.ts';
import type { Understanding } from '../types.ts';

/** First and last departures are told by more than a word: see `service.ts`. */
type Aspect = Exclude<NonNullable<Understanding['aspect']>, 'service'>;

/** Words that ask for one thing about a place, in twelve languages; what matters most first. */
const WORDS: Record<Aspect, string> = {
  diet: `halal helal halel халяль халял حلال حلاله 清真(?!寺) ハラル ハラール 할랄 kosher koscher casher kascher cacher кошер كوشر
    洁食 コーシャ 코셔 koser vegan végan веган وگان 纯素 ヴィーガン ビーガン 비건
    pork schweine porc cerdo maiale domuz свинин خنزير خوك 猪肉 豚肉 돼지고기 alcohol[_-]?free alkolsuz alkoholfrei
    (?:sans|sin|senza)_alco безалкогол без_алкогол (?:بدون|خال_من)_(?:ال)?(?:كحول|الكل) 无酒精 ノンアルコール 무알코올`,
  sunset: `sunset gun_batimi gunbatimi gunes_kacta_bat gunes_ne_zaman_bat sonnenuntergang coucher_du_soleil coucher_de_soleil atardecer puesta_de_sol
    tramonto закат غروب 日落 夕阳 日没 夕日 日の入り 일몰 해_지는 노을`,
  dress: `dress_code headscarf scarf shorts what_to_wear can_i_wear basortu kiyafet sortla kopftuch kleidung anziehen kurze_hose foulard tenue voile
    panuelo velo pantalon abbigliamento pantalonc платок шорт что_надеть حجاب ملابس لباس روسري پوشش 头巾 穿什么 短裤 スカーフ 服装 히잡 복장 반바지`,
  accessible: `wheelchair accessible stroller tekerlekli engelli rollstuhl barrierefrei kinderwagen fauteuil_roulant poussette silla_de_ruedas accesible
    sedia_a_rotelle passeggino коляск كرسي_متحرك ويلچر 轮椅 无障碍 車椅子 バリアフリー ベビーカー 휠체어 유모차`,
  visit: `how_long_does how_much_time how_long_to how_long_for ne_kadar_sur kac_saat_sur wie_lange_dauert wie_lange_brauch combien_de_temps cuanto_tiempo
    cuanto_dura quanto_dura quanto_tempo сколько_времени كم_من_الوقت كم_تستغرق چقدر_طول 要多久 多长时间 所要時間 どのくらいかか 얼마나_걸`,
  built: `when_was built how_old ne_zaman_yapil kac_yilinda wann_wurde gebaut wie_alt construit quand_a_ete construy costruit когда_построен متي_بني
    ساخته_شده 什么时候建 建于 いつ建て 언제_지`,
  phone: `phone telephone telefon telefono téléphone numero_de_tel телефон هاتف تلفن 电话 電話 전화`,
  website: `website web_site homepage webseite internetseite site_web sitio_web sito_web web_sitesi internet_sitesi сайт موقع_الكتروني وبسايت وب_سايت 网站 ウェブサイト 홈페이지 웹사이트`,
  address: `address adres adresse direccion indirizzo адрес عنوان ادرس 地址 住所 주소`,
  price: `how_much(?!_time) price prices pricey cost costs fee fees expensive ticket tickets entrance_fee kac_para fiyat ucret
    ne_kadar(?!_sur) kac_lira pahali bilet preis preise kostet kosten teuer eintritt prix combien_coute combien_ca_coute c'est_combien tarif
    cher chere precio precios cuesta cuestan cuanto_vale cuanto_es caro cara prezzo prezzi costa costano quanto_costa quanto_viene bigliett
    цена цены стоит стоимост сколько_стоит билет дорого سعر اسعار بكم كم_سعر كم_تذكره تذكره غالي قيمت چنده چند_است بليط بليت گران
    价格 多少钱 门票 贵吗 票价 料金 いくら 入場料 チケット 高いですか 가격 얼마 입장료 요금 비싸`,
};

const PATTERNS = Object.entries(WORDS).map(
  ([aspect, words]) => [aspect as Aspect, beginnings(words)] as const,
);

/** What is asked about a place beside what and where it is. */
export function aspectOf(text: string): Aspect | undefined {
  const folded = readable(text);
  return PATTERNS.find(([, pattern]) => pattern.test(folded))?.[0];
}
