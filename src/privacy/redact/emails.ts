import type { Mark, Scan } from './scan.ts';

/** Longest local part (RFC 5321), in characters. */
const LOCAL_MAX = 64;
const LABEL = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,62}`;
const AT_SIGN = new RegExp(
  String.raw` ?@ ?${LABEL}(?:\.${LABEL}){1,8}| ?@ ?(?:gmail|hotmail|yahoo|outlook|icloud|yandex|mail|qq|naver)(?![\p{L}\p{N}])`,
  'giu',
);

/** Letters of the scripts in which an address may be spelled out. */
const SPELLED = String.raw`[a-zà-ž0-9\u0430-\u044f-]{1,40}`;
/** “dot” as it is said and typed. */
const SPOKEN_DOT = String.raw`(?: ?[[({] ?(?:dot|nokta|punkt|point|punto|точка|\.) ?[\])}] ?| (?:dot|nokta|punkt|point|punto|точка|دوت|نقطة|نقطه|دات) | ?(?:点|點|ドット|どっと|점|닷|쩜) ?)`;
const DOT = String.raw`(?:${SPOKEN_DOT}| ?\. ?)`;
/** “at” that means nothing else. */
const AT = String.raw`(?: ?[[({<] ?(?:at|et|ät|a|@|собака|arroba|arobase) ?[\])}>] ?| (?:arobase?|arrobase|arroba|chioc?ch?iola|kuyruklu a|klammeraffe|affenschwanz|собака|собачка|آت ساین|ات ساین) | ?(?:艾特|花 ?a|圈 ?a|小老鼠|アットマーク|アット|あっとまーく|골뱅이|앳) ?)`;
/** “at” that is a common word too: the dot must be spelled as well. */
const WEAK_AT = String.raw` (?:at|et|ät|a|à|sur|bei|эт|на|آت|ات|دات) `;
const ENDING = String.raw`(?:[ck]om[aeiuı]?|com['’]\p{L}{1,5}|d\.e\.|net|org|edu|gov|info|io|me|app|co|de|at|ch|fr|es|it|ru|ir|tr|uk|eu|cn|jp|kr|us|ae|sa|ком|ру|нет|рф)`;
const LABELS = String.raw`${SPELLED}(?:${DOT}${SPELLED}){0,4}?`;
const LAST = String.raw`${ENDING}(?:${DOT}${ENDING})?(?![a-z0-9\u0430-\u044f])`;
const SPELLED_OUT = [`${AT}${LABELS}${DOT}${LAST}`, `${WEAK_AT}${LABELS}${SPOKEN_DOT}${LAST}`].map(
  (pattern) => new RegExp(pattern, 'giu'),
);
/** “At” and “on” these one books; nobody has an address there. */
const SITE =
  /^ \S+ (?:booking|airbnb|tripadvisor|trip|google|expedia|getyourguide|viator|trivago|agoda|hotels|kayak|skyscanner|uber)[ .]/iu;
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}]/u;

/** E-mail addresses, also in letters of any script, and spelled out in any of the twelve languages. */
export function markEmails(scan: Scan): void {
  if (scan.text.includes('@')) {
    scan.mark(AT_SIGN, (match, text) => {
      const at = match.index + (match[0].startsWith(' ') ? 1 : 0);
      const start = localPart(text, match.index);
      const after = at + (text.charAt(at + 1) === ' ' ? 2 : 1);
      const end = domainEnd(text, after, match.index + match[0].length);
      return start === match.index || end === after ? undefined : mark(start, end);
    });
  }
  for (const pattern of SPELLED_OUT) {
    scan.mark(pattern, (match, text) => {
      if (SITE.test(match[0])) return undefined;
      const start = spelledLocalPart(text, match.index);
      return start === match.index ? undefined : mark(start, match.index + match[0].length);
    });
  }
}

function mark(start: number, end: number): Mark {
  return { start, end, kind: 'email' };
}

/** Where the local part that ends at `end` begins. A dense script glued to Latin letters is the sentence around it. */
function localPart(text: string, end: number): number {
  let start = end;
  const latin = end > 0 && !DENSE.test(text.charAt(end - 1));
  while (start > 0 && end - start < LOCAL_MAX) {
    const character = text.charAt(start - 1);
    if (!/[\p{L}\p{M}\p{N}._%+'&-]/u.test(character) || (latin && DENSE.test(character))) break;
    start--;
  }
  return start;
}

/** Where the domain ends: Latin labels end before a dense script (`gmail.com으로`). */
function domainEnd(text: string, from: number, to: number): number {
  if (DENSE.test(text.charAt(from))) return to;
  const dense = text.slice(from, to).search(DENSE);
  if (dense === -1) return to;
  const end = from + dense;
  return text.slice(from, end).includes('.') ? end : from;
}

/** The word before “at”, and words joined to it by spelled dots. */
function spelledLocalPart(text: string, end: number): number {
  const before = text.slice(Math.max(0, end - LOCAL_MAX), end);
  const found =
    /(?<![\p{L}\p{N}])(?:[\w.+-]+ (?:dot|nokta|punkt|point|punto|точка|ponto) |\p{L}\.? ){0,5}[\p{L}\p{N}._+-]{1,40}$/iu.exec(
      before,
    );
  return found ? end - found[0].length : end;
}
