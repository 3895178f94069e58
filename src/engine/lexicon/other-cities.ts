import type { Phrases } from './lexicon.ts';

/** Cities and countries that people ask about by mistake, in our languages: the guide knows one city. */
export const OTHER_CITIES: Phrases = `paris, париж*, باريس, پاریس, 巴黎, パリ, 파리, london, londra, londres, londen, лондон*, لندن, 伦敦, 倫敦, ロンドン, 런던, berlin, berlino, berlín, берлин*, برلين, برلین, 柏林, ベルリン, 베를린,
  rome, rom, roma, рим, риме, روما, رم, 罗马, 羅馬, ローマ, 로마, madrid, мадрид*, مدريد, مادرید, 马德里, マドリード, 마드리드, barcelona, barcellona, barcelone, барселон*, برشلونة, بارسلونا, 巴塞罗那, バルセロナ, 바르셀로나,
  vienna, wien, vienne, viena, вена, вене, فيينا, 维也纳, ウィーン, athens, athen, atina, athènes, atenas, atene, афин*, أثينا, آتن, 雅典, アテネ, 아테네, moscow, moskau, moskova, moscou, moscú, mosca, москва, москве, موسكو, مسکو, 莫斯科, モスクワ, 모스크바,
  new york, nueva york, нью-йорк*, نيويورك, نیویورک, 纽约, 紐約, ニューヨーク, 뉴욕, dubai, dubaï, дубай, دبي, دبی, 迪拜, ドバイ, 두바이, tokyo, tokio, токио, طوكيو, توکیو, 东京, 東京, 도쿄, beijing, peking, pékin, pekín, pechino, пекин*, بكين, پکن, 北京, seoul, séoul, seúl, сеул*, سيول, سئول, 首尔, 首爾, ソウル, 서울,
  ankara, анкар*, أنقرة, انقرة, آنکارا, 安卡拉, アンカラ, 앙카라, izmir, измир*, إزمير, ازمير, ازمیر, 伊兹密尔, イズミル, 이즈미르, antalya, анталь*, анталия, أنطاليا, انطاليا, آنتالیا, 安塔利亚, アンタルヤ, 안탈리아, cappadocia, kappadokien, kapadokya, cappadoce, capadocia, каппадоки*, كبادوكيا, کاپادوکیه, 卡帕多奇亚, 卡帕多西亚, カッパドキア, 카파도키아,
  pamukkale, памуккале, باموكالي, پاموکاله, 棉花堡, パムッカレ, 파묵칼레, bodrum, бодрум*, بودروم, بدروم, ephesus, efes antik, эфес, trabzon, трабзон, طرابزون, ترابزون, tehran, teheran, téhéran, тегеран*, طهران, تهران, 德黑兰, テヘラン, 테헤란, cairo, kairo, kahire, le caire, каир*, القاهرة, قاهره, 开罗, カイロ, 카이로,
  amsterdam, амстердам*, أمستردام, 阿姆斯特丹, アムステルダム, 암스테르담, prague, prag, praga, прага, праге, براغ, پراگ, 布拉格, プラハ, 프라하, milan, mailand, milano, милан*, ميلانو, میلان, 米兰, ミラノ, 밀라노, munich, münchen, monaco di baviera, мюнхен*, ميونخ, مونیخ, 慕尼黑, los angeles, chicago, washington, sydney, bangkok, singapore, hong kong,
  lisbon, lissabon, lisbonne, lisboa, lisbona, budapest, brussels, brüssel, bruxelles, bruselas, sofia bulgaria, tbilisi, baku, doha, mecca, mekke`;
