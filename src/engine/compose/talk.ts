import { beginnings, readable } from '../topics.ts';
import type { Language } from '../../messages.ts';
import { phrase } from './phrases.ts';

/** What small talk is about, as far as it has an answer of its own. */
export type Talk = 'insult' | 'joke' | 'howAreYou' | 'weather' | 'thanks' | 'bye' | 'greeting';

/**
 * Beginnings of words that tell it, in twelve languages, what matters most first. In scripts without spaces a word counts
 * wherever it stands.
 */
const WORDS: Record<Talk, string> = {
  insult: `idiot stupid dumb moron fuck shit bastard asshole useless_bot aptal salak gerizekali geri_zekali siktir lanet_olsun dumm blod
    arschloch scheisse vollidiot connard imbecile merde debile estupido idiota gilipollas mierda imbecil stronzo scemo cretino merda vaffanculo
    идиот тупой тупая дура дурак козел блин_тупой говно غبي حمار احمق تافه كلب_ احمقي خنگ بيشعور گمشو 笨蛋 傻逼 白痴 蠢 混蛋 废物
    バカ 馬鹿 アホ クソ 死ね 바보 멍청 시발 씨발 병신 꺼져`,
  joke: `joke jokes funny saka_yap fikra espri witz blague blagues chiste chistes barzelletta barzellette шутк анекдот نكته نكت جوك لطيفه 笑话
    ジョーク 冗談 농담 웃긴`,
  howAreYou: `how_are_you how_are_u how's_it_going how_is_it_going what's_up whats_up nasilsin nasilsiniz ne_haber naber wie_geht comment_ca_va
    comment_vas comment_allez ca_va que_tal como_estas como_esta come_stai come_va come_sta как_дела как_ты как_поживае كيف_حالك كيفك شلونك
    حالت_چطور چطوري حالتون خوبي 你好吗 最近怎么样 元気ですか お元気 調子 어떻게_지내 잘_지내 기분_어때`,
  weather: `weather forecast rain raining temperature hava_durumu havalar yagmur sicaklik wetter wettervorhersage regnet meteo quel_temps pluie
    clima lluvia llueve pronostico tempo_fa tempo_fara piove previsioni погод дожд температур طقس الجو مطر درجه_الحراره هواشناسي هوا_چطور باران
    天气 下雨 气温 天気 気温 雨 날씨 기온 비가`,
  thanks: `thank thanks thx ty tesekkur sagol sag_ol eyvallah danke merci gracias grazie спасибо благодар شكرا مشكور ممنون مرسي متشكر سپاس 谢谢 多谢
    感谢 ありがとう 感謝 감사 고마워 고맙`,
  bye: `bye goodbye good_night see_you hosca_kal gorusuruz gule_gule iyi_geceler tschuss auf_wiedersehen gute_nacht bis_bald au_revoir a_bientot
    bonne_nuit adios hasta_luego hasta_pronto buenas_noches arrivederci a_presto buonanotte до_свидания пока_ спокойной_ночи مع_السلامه الي_اللقاء وداعا
    تصبح خداحافظ خدانگهدار شب_بخير 再见 拜拜 晚安 さようなら またね おやすみ バイバイ 안녕히_계 안녕히_가 잘_가 잘_자`,
  greeting: `hello hi hey hiya good_morning good_afternoon good_evening greetings merhaba selam gunaydin iyi_gunler iyi_aksamlar hallo guten_tag
    guten_morgen guten_abend moin servus bonjour bonsoir salut coucou hola buenos_dias buenas_tardes ciao buongiorno buonasera salve привет здравствуй
    добрый_день доброе_утро добрый_вечер مرحبا اهلا السلام_عليكم صباح_الخير مساء_الخير سلام درود صبح_بخير 你好 您好 嗨 早上好 こんにちは こんばんは
    おはよう はじめまして やあ 안녕하세요 안녕 반가`,
};
const PATTERNS = Object.entries(WORDS).map(([talk, words]) => [talk as Talk, beginnings(words)] as const);

/** What small talk is about; undefined where it has no answer of its own. */
export function talkOf(text: string): Talk | undefined {
  const read = readable(text);
  return PATTERNS.find(([, pattern]) => pattern.test(read))?.[0];
}

/** The answer to small talk: kind, short, and back to the city. */
export function sayTalk(language: Language, talk: Talk | undefined): string {
  return phrase(language, talk ? `talk:${talk}` : 'answer:smalltalk');
}
