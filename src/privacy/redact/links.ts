import type { Point } from '../../messages.ts';
import { located, pointOf } from './location.ts';
import type { Mark, Scan } from './scan.ts';

const REST = String.raw`[^\s<>|"“”«»\ufffc]`;
const SCHEME = String.raw`(?:https?|ftp|tg|whatsapp|viber|skype|weixin|comgooglemaps|maps|yandexnavi|yandexmaps|dgis|om):\/\/`;
/** Endings of the hosts that people write without a scheme. A word of another ending before a slash is no link. */
const TOP = String.raw`(?:com|net|org|info|biz|io|me|app|gl|ly|co|be|de|fr|es|it|ru|ir|tr|uk|eu|cn|jp|kr|us|tv|cc|gg|link|page|site|online|shop|travel|hotel|dev|xyz|istanbul|gov|edu|ae|sa|ch|at|nl|pl|ua|kz|br|mx|ca|au|apple)`;
const HOST = String.raw`(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,5}${TOP}(?::\d{2,5})?`;
const LINK = new RegExp(
  String.raw`(?<![a-z\p{N}])(?:${SCHEME}|(?:geo|google\.navigation):(?=\S{0,9}\d)|www\.)${REST}+|(?<![\p{L}\p{N}@._/-])${HOST}[/?#]${REST}+`,
  'giu',
);
const MAP =
  /^(?:[a-z.]+:\/\/)?(?:[\w-]+\.)*(?:google\.[a-z.]{2,6}\/maps|maps\.google|maps\.app\.goo\.gl|goo\.gl\/maps|maps\.apple|yandex\.[a-z.]{2,6}\/(?:maps|harita|navi|profile)|openstreetmap\.org|osm\.org|waze\.com|2gis\.|maps\.me|omaps\.app|what3words\.com|w3w\.co|amap\.com|map\.baidu|map\.naver|map\.kakao|wego\.here)|^(?:geo|google\.navigation|comgooglemaps|maps|yandexnavi|yandexmaps|dgis|om):/iu;
const LONGITUDE_FIRST = /yandex|2gis|dgis|amap/iu;
const POINTS = [
  /[@=/:](-?\d{1,3}\.\d+)(?:,|%2C|\/)\s?(-?\d{1,3}\.\d+)/iu,
  /!3d(-?\d{1,3}\.\d+)!4d(-?\d{1,3}\.\d+)/u,
  /lat=(-?\d{1,3}\.\d+)&[^#]{0,20}lo?n=(-?\d{1,3}\.\d+)/iu,
];
/** Scripts that put no space between a link and the sentence around it. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}，。！？、（）]/u;
const CLOSING = new Set(".,;:!?)]}'’…*_~|،؛؟");

/** Links, with or without a scheme; of links to a map the cell of the point they show stays. */
export function markLinks(scan: Scan): void {
  if (!/[:.]/u.test(scan.text)) return;
  scan.mark(LINK, (match) => {
    const text = trimmed(match[0]);
    const mark: Mark = { start: match.index, end: match.index + text.length, kind: 'link' };
    // A host alone names a site, no person: but for one with a scheme, which was copied from somewhere
    if (/^[^/?#:]+\/?$/u.test(text) && !/^www\./iu.test(text)) return undefined;
    return MAP.test(text) ? located({ ...mark, kind: 'location' }, pointIn(text)) : mark;
  });
}

/** Without the punctuation or the words that follow a link. */
function trimmed(link: string): string {
  let end = link.length;
  const path = link.search(/[\w-][/?#](?!\/)/u);
  // Without a path the host's last label in Latin letters is where a sentence may go on
  const from = path === -1 ? link.search(/\.[a-z]{2,24}(?![\w.-])/iu) : path;
  if (from !== -1) {
    const dense = link.slice(from).search(DENSE);
    if (dense !== -1) end = from + dense;
  }
  while (end > 0 && CLOSING.has(link.charAt(end - 1))) end--;
  return link.slice(0, end);
}

function pointIn(link: string): Point | undefined {
  for (const pattern of POINTS) {
    const [, first, second] = pattern.exec(link) ?? [];
    if (first && second)
      return LONGITUDE_FIRST.test(link)
        ? pointOf(Number(second), Number(first))
        : pointOf(Number(first), Number(second));
  }
  return undefined;
}
