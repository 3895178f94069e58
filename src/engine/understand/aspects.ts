import { beginnings, readable } from '../topics.ts';
import type { Understanding } from '../types.ts';

/** Diets that no fact of the pack tells of. */
const DIET =
  beginnings(`halal helal halel халяль халял حلال حلاله 清真(?!寺) ハラル ハラール 할랄 kosher koscher casher kascher cacher кошер كوشر
  洁食 コーシャ 코셔 vegan végan веган وگان 纯素 ヴィーガン ビーガン 비건`);

/** Words that ask what something costs. */
const PRICE =
  beginnings(`how_much(?!_time) price prices pricey cost costs fee fees expensive ticket tickets entrance_fee kac_para fiyat ucret
  ne_kadar(?!_sur) kac_lira pahali bilet preis preise kostet kosten teuer eintritt prix combien_coute combien_ca_coute c'est_combien tarif
  cher chere precio precios cuesta cuestan cuanto_vale cuanto_es caro cara prezzo prezzi costa costano quanto_costa quanto_viene bigliett
  цена цены стоит стоимост сколько_стоит билет дорого سعر اسعار بكم كم_سعر كم_تذكره تذكره غالي قيمت چنده چند_است بليط بليت گران
  价格 多少钱 门票 贵吗 票价 料金 いくら 入場料 チケット 高いですか 가격 얼마 입장료 요금 비싸`);

/** What is asked about a place beside what and where it is. */
export function aspectOf(text: string): Understanding['aspect'] {
  const folded = readable(text);
  if (DIET.test(folded)) return 'diet';
  return PRICE.test(folded) ? 'price' : undefined;
}
