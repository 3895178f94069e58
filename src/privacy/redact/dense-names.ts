import { fold } from '../../knowledge/fold.ts';
import { NO_NAMES } from './name-words.ts';
import { group, type Scan } from './scan.ts';

/** The commonest family names: where a language has neither capitals nor spaces, they tell a name from what one is. */
const CHINESE =
  '王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文';
const JAPANESE =
  '佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|林|斎藤|斉藤|清水|山崎|森|池田|橋本|阿部|石川|山下|中島|石井|小川|前田|岡田|長谷川|藤田|後藤|近藤|村上|遠藤|青木|坂本|福田|太田|西村|藤井|金子|岡本|藤原|三浦|中野|中川|原田|松田|竹内|小野|田村|中山|和田|石田|上田|森田|原|柴田|酒井|工藤|横山|宮崎|宮本|内田|高木|安藤|谷口|大野|丸山|今井|高田|藤本|武田|村田|上野|杉山|増田|平野|大塚|千葉|久保|松井|小島|岩崎|野口|松尾|木下|菊地|菅原|新井|渡部';
/** Chinese family names that begin no common word of Japanese. */
const CHINESE_IN_JAPANESE = '李劉刘陳陈楊杨趙赵呉张張徐郭鄭郑馮冯蕭萧鄧邓曹';
const KOREAN = '김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진';

const HAN = String.raw`[\p{Script=Han}·]`;
const KATAKANA_OR_HAN = String.raw`[\p{Script=Han}\p{Script=Katakana}ー・々]`;
const LATIN = String.raw`[A-Z][A-Za-z]{1,20}(?: [A-Z][A-Za-z]{1,20}){0,2}|[a-z]{2,20}`;
const STOP = String.raw`(?=[\s,.!?;:，。！？、；~～)）]|$)`;

const PATTERNS = [
  // 我叫车 is “I call a car”, 我叫什么 “what am I called”
  String.raw`(?<![帮幫给給为為让讓替])(?:我叫做?|我的名字(?:是|叫)|我名叫|本人姓名|姓名[:：] ?|名字[:：] ?)(?![了不过過着著车車外什出到做个個一辆輛来份杯台部位])(${HAN}{2,4}${STOP}|${LATIN}|[${CHINESE}]${HAN}{1,2})`,
  String.raw`我姓([${CHINESE}])`,
  String.raw`我是([${CHINESE}]${HAN}{0,1}[^\s\p{P}人生客者员員师師的家]${STOP})`,
  String.raw`(${HAN}{2,4})(?:敬上|谨上|謹上|拜上)`,
  String.raw`(?:(?<=^|[\s、。！!]|私の|僕の|俺の|わたしの)名前は(?!何|なに|なん)|氏名[:：] ?|お名前[:：] ?)(${KATAKANA_OR_HAN}{1,10}(?: ${KATAKANA_OR_HAN}{1,10})?|\p{Script=Hiragana}{2,6}(?=です|と|、|。|だ)|${LATIN})`,
  String.raw`(?:私は|わたしは|僕は|俺は|、|。|^|\s)(${KATAKANA_OR_HAN}{1,10}(?: ${KATAKANA_OR_HAN}{1,10})?|${LATIN})(?:と申します|ともうします|といいます|と言います)`,
  String.raw`(?:私は|わたしは|僕は|はじめまして、?)((?:${JAPANESE})(?: ?${HAN}{1,3})?)(?:です|だ|と|、)`,
  String.raw`(?:^|\n|(?:はじめまして|初めまして|こんにちは|こんばんは|おはようございます|もしもし|すみません)[、。！!, ]{0,2})((?:${JAPANESE})(?: ?${HAN}{1,3})?|[${CHINESE_IN_JAPANESE}]${HAN}{0,2})です(?=[。、！!\s]|$)`,
  String.raw`(?:제 이름은|내 이름은|(?<=^|[.,!?] )이름은|제 성함은|이름[:：]|성함[:：]|성명[:：]) ?(?!뭐|무엇|어떻게)(\p{Script=Hangul}{1,4}?(?=입니다|이에요|예요|이고|이야|야|라고|[\s,.!?]|$)|${LATIN})`,
  String.raw`(?:저는|나는|전) (\p{Script=Hangul}{2,5}?|${LATIN})(?:이?라고)(?! 생각)`,
  String.raw`(?:저는|나는|전) ((?!한국인|이슬람|유학생|고등학|대학생|여행자)[${KOREAN}]\p{Script=Hangul}{2}(?<![인생객자원람]))(?=입니다|이에요|예요)`,
  String.raw`(?:저는|나는|전) ([A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20})?)(?=입니다|이에요|예요)`,
  String.raw`(?<!\p{Script=Hangul})([${KOREAN}]\p{Script=Hangul}{1,2}) ?(?:드림|올림|배상)(?!\p{Script=Hangul})`,
].map((pattern) => new RegExp(pattern, 'dgu'));
const DENSE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}]/u;

/** Names that people give as their own in Chinese, Japanese and Korean. */
export function markDenseNames(scan: Scan): void {
  if (!DENSE.test(scan.text)) return;
  for (const pattern of PATTERNS)
    scan.mark(pattern, (match) => {
      const mark = group(match, 'name');
      return mark && !NO_NAMES.test(fold(match.input.slice(mark.start, mark.end))) ? mark : undefined;
    });
}
