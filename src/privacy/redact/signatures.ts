import { fold } from '../../knowledge/fold.ts';
import { GIVEN_NAMES } from './given-names.ts';
import { isCapitalised, isPlace, nameAt } from './names.ts';
import type { Mark, Scan } from './scan.ts';

/** What stands above a signature and nowhere else. */
const CLOSING = String.raw`(?:best|kind|warm|kindest|warmest) regards|regards|yours (?:sincerely|truly|faithfully)|sincerely|best wishes|(?:en iyi dileklerimle|saygılar(?:ımla|ımızla|ım)?|sevgiler(?:imle)?|hürmetler(?:imle)?)|(?:mit )?(?:freundlichen?|besten?|liebe[nr]?|herzlichen?|viele[n]?|schönen?) (?:grü(?:ß|ss)en?|gru(?:ß|ss))|hochachtungsvoll|mfg|(?:bien )?cordialement|bien à vous|(?:sincères |meilleures )?salutations|amicalement|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un abrazo|(?:cordiali|distinti) saluti|cordialmente|с уважением|с наилучшими пожеланиями|всего доброго|مع (?:خالص |أطيب )?(?:ال)?تحيات?ي?|تحياتي|مع الشكر|با احترام|با تشکر|با سپاس|ارادتمند|此致\s{0,3}敬礼|祝好|敬具`;
/** What stands above many a signature, and elsewhere too: the name must be on the next line. */
const THANKS = String.raw`thanks(?: a lot| so much| in advance)?|thank you(?: very much| so much)?|many thanks|cheers|teşekkürler|teşekkür ederim|selamlar|danke|vielen dank|lg|vg|merci(?: beaucoup)?|bisous|(?:muchas )?gracias|grazie(?: mille)?|saluti|спасибо|شكرا|ممنون|谢谢|よろしくお願い(?:いた|致)?します|감사합니다`;
const SIGNED = new RegExp(String.raw`(?<!\p{L})(?:${CLOSING})[,.!،，。]{0,2}\s{1,4}(?=\p{L})`, 'giu');
const THANKED = new RegExp(String.raw`(?<!\p{L})(?:${THANKS})([,.!،，。 ]{0,3})\n{1,3}(?=\p{L})`, 'giu');

/** The name under a message: the last words of it, after a formula. */
export function markSignatures(scan: Scan): void {
  scan.mark(SIGNED, (match, text) => signature(text, match.index + match[0].length));
  if (!scan.text.includes('\n')) return;
  scan.mark(THANKED, (match, text) => {
    const mark = signature(text, match.index + match[0].length);
    const first = mark && text.slice(mark.start, mark.end).split(' ', 1)[0];
    return match[1]?.includes(',') || (first && GIVEN_NAMES.has(fold(first))) ? mark : undefined;
  });
}

/** One to four words that nothing follows on their line. */
function signature(text: string, from: number): Mark | undefined {
  const mark = nameAt(text, from);
  if (!mark || isPlace(text, mark)) return undefined;
  const first = text.slice(mark.start, mark.end).split(' ', 1)[0] ?? '';
  const hasCase = first.toLowerCase() !== first.toUpperCase();
  if (hasCase && !isCapitalised(first) && !GIVEN_NAMES.has(fold(first))) return undefined;
  return /^[ .,!]{0,3}(?:\n|$|\p{Extended_Pictographic})/u.test(text.slice(mark.end, mark.end + 5))
    ? mark
    : undefined;
}
