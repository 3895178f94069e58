import { fold } from '../../knowledge/fold.ts';
import { GIVEN_NAMES } from './given-names.ts';
import { FUNCTION_WORDS, NO_NAMES, PARTICLES, PLACE_WORDS } from './name-words.ts';
import { group, type Mark, type Scan } from './scan.ts';

/** Titles that stand before a name. */
const TITLE = String.raw`(?:(?:dr|prof|mr|mrs|ms|miss|herr|frau|mme|mlle|sr|sra|sig|signora|господин|госпожа)\.? )?`;
const B = String.raw`(?<![\p{L}\p{N}])`;
/** People of whom others tell; a hotel and a dish have names too, which stay. */
const KIN_EN =
  'husband|wife|son|daughter|father|mother|dad|mum|mom|brother|sister|friend|boyfriend|girlfriend|fiancée?|partner|child|baby|uncle|aunt|cousin|grandma|grandpa';
/** After these comes a name, whatever it looks like. */
const INTRODUCTION = new RegExp(
  `${B}(?:` +
    [
      String.raw`my (?:full |first |last |family |sur|nick)?name(?:['’]?s| is| was|:)`,
      String.raw`(?:my|our) (?:${KIN_EN})(?:['’]?s name(?:['’]?s| is| was|:)|(?: is|['’]s) called)`,
      String.raw`(?:eş|koca|karı|oğl|kız|baba|anne|kardeş|arkadaş)\p{L}{1,4}n ad[ıi]|mein(?:e|es)? (?:mann|frau|sohn|tochter|vater|mutter|bruder|schwester|freund(?:in)?|kind) hei(?:ß|ss)t`,
      String.raw`(?:mon mari|ma femme|mon fils|ma fille|mon père|ma mère|mon frère|ma sœur|mon amie?) s['’ ]appelle|mi (?:marido|esposo|esposa|mujer|hij[oa]|padre|madre|herman[oa]|amig[oa]) se llama`,
      String.raw`mi[oa] (?:marito|moglie|figli[oa]|padre|madre|fratello|sorella|amic[oa]) si chiama|(?:моего мужа|мою жену|моего сына|мою дочь|моего друга|мою подругу|мою маму|моего папу) зовут`,
      String.raw`(?:full|first|last|guest|passenger) name ?:|surname ?:|i am called|i['’]m called|they call me|i go by`,
      String.raw`benim ad[ıi]m|(?:benim )?ismim|(?:ad[ıi]m )?soyad[ıi]m|ad[ıi]? soyad[ıi]? ?:|isim soyisim ?:`,
      String.raw`mein (?:voller |vor|nach|familien)?name(?: ist| lautet|:)|ich hei(?:ß|ss)e|man nennt mich|vor- und nachname ?:`,
      String.raw`je m['’ ]appelle|mon (?:pré)?nom(?: de famille)?(?: est|:| c['’]est)|moi,? c['’]est|nom et prénom ?:`,
      String.raw`me llamo|mi (?:nombre|apellido)(?: completo)?(?: es|:)|nombre y apellidos? ?:`,
      String.raw`mi chiamo|il mio (?:nome|cognome)(?: è| e['’]|:)|nome e cognome ?:`,
      String.raw`меня зовут|зовут меня|мо[её] имя(?: это)?:?|моя фамилия:?|фио ?:|ф\.и\.о\. ?:|имя и фамилия ?:`,
      String.raw`[اإأ]سمي(?: هو)?:?|[أا]دعى|ال[اإ]سم الكامل ?:|اسمم|اسم من|نام من|نامم|اسم بنده|نام و نام خانوادگی ?:`,
    ].join('|') +
    String.raw`)[ :,-]{1,3}${TITLE}(?=[\p{L}"“'«])["“'«]?`,
  'giu',
);
/** After these comes a name if it is a common one, or looks like one in a greeting. */
const MAYBE = new RegExp(
  `${B}(?:` +
    String.raw`i['’]?m|i am|this is|it['’]s(?: me)?|c['’ ]est|ben(?:im ad)?|ich bin(?: die| der)?|hier ist|hier spricht|je suis|ici|soy|yo soy|io sono|sono|я|это|أنا|انا` +
    String.raw`)[ ,:]{1,2}${TITLE}(?=\p{L})`,
  'giu',
);
/** Beginning of a line of a form; of one about a place, too, so only common names are taken for names. */
const FIELD = String.raw`(?<=^|\n)(?:name|isim|ad|nom|nombre|nome|имя|الاسم|نام)(?= ?:)`;
/** After these comes a name if it is a common one or capitalised: a step is “adım” too, and “call me” has other ends. */
const CALLED = new RegExp(
  `${B}(?:call me|(?<!ad[ıi]m )ad[ıi]m|nennt? mich|appelez[- ]moi|ll[aá]mame|chiama(?:te)?mi|зовите меня|bana(?= \\p{L}+ (?:derler|diyebilir|deyin))|${FIELD})[ :]{1,3}(?=\\p{L})`,
  'giu',
);
/** Here “adım” begins what is said, and is no step. */
const BEGINNING = /(?:^|[.,!?;\n] ?|merhaba |selam |ve )$/iu;
/** What one says on the phone behind one's name. */
const ON_THE_PHONE = /^ (?:calling|speaking|here)(?!\p{L})/u;
/** “Anna Schmidt here”, at the beginning or after a greeting. */
const HERE =
  /(?<=^|\n|[,.!] ?|(?:[Hh]i|[Hh]ello|[Hh]ey|[Mm]orning|[Ee]vening|[Aa]fternoon) )(\p{Lu}\p{L}{1,20}(?:[ -]\p{Lu}\p{L}{1,20}){0,2}) here(?= ?(?:$|[.,!:;\n]|[-–—] ))/dgu;
/** “I am …” in Persian, where the same word is “from” in Arabic. */
const PERSIAN = /(?<![\p{L}\p{N}])من (?=(\p{L}{2,20})(?: \p{L}{2,20})? (?:هستم|ام)(?!\p{L}))/giu;
const GREETING =
  /(?:hi|hello|hey|good (?:morning|evening|afternoon)|merhaba|selam|iyi günler|hallo|guten \p{L}+|bonjour|salut|hola|ciao|buongiorno|salve|привет|здравствуйте)[ ,.!-]{0,3}(?:there|all|everyone|team)?[ ,.!]{0,3}$/iu;
const ORIGIN = /^,? (?:from|aus|uit|из|dari)(?!\p{L})/iu;
/** “Under the name of …”, where the text is about a booking. */
const BOOKED =
  /(?<![\p{L}\p{N}])(?:under the name(?: of)?|under name|in the name of|auf den namen|au nom de|a nombre de|a nome(?: di)?|на имя|на фамилию) (?=\p{L})/giu;
const BOOKING =
  /reserv|réserv|\bbook(?:ed|ing)?\b|table|tisch|rezerv|prenot|tavolo|mesa|брон|стол|hotel|hôtel|отел|room|zimmer|chambre|camera/iu;
const BOOKED_AFTER = /(?<![\p{L}\p{N}])(\p{Lu}\p{L}{1,20}(?: \p{Lu}\p{L}{1,20}){0,2}) adına(?!\p{L})/dgu;

/** Names that people give as their own: introductions, signatures under a message, bookings. */
export function markNames(scan: Scan): void {
  scan.mark(INTRODUCTION, (match, text) => nameAt(text, match.index + match[0].length));
  scan.mark(CALLED, (match, text) => {
    const mark = nameAt(text, match.index + match[0].length);
    if (!mark || isPlace(text, mark)) return undefined;
    const first = text.slice(mark.start, mark.end).split(' ', 1)[0] ?? '';
    if (GIVEN_NAMES.has(fold(first))) return mark;
    if (match[0].includes(':')) return undefined;
    const begins =
      /^ad/iu.test(match[0]) && BEGINNING.test(text.slice(Math.max(0, match.index - 8), match.index));
    const rest = text.slice(mark.end, mark.end + 24);
    return (begins && /^ ?(?:$|[.,!?;\n])/u.test(rest)) || (isCapitalised(first) && endsThere(rest))
      ? mark
      : undefined;
  });
  scan.mark(MAYBE, (match, text) => {
    const mark = nameAt(text, match.index + match[0].length);
    return mark && isOwnName(text, match, mark) ? mark : undefined;
  });
  scan.mark(HERE, (match, text) => {
    const mark = group(match, 'name');
    if (!mark || isPlace(text, mark)) return undefined;
    const [first = '', ...more] = text.slice(mark.start, mark.end).split(' ');
    const greeted = GREETING.test(text.slice(Math.max(0, mark.start - 32), mark.start));
    return GIVEN_NAMES.has(fold(first)) || (greeted && more.length > 0 && !NO_NAMES.test(fold(first)))
      ? mark
      : undefined;
  });
  scan.mark(PERSIAN, (match, text) => {
    const mark = nameAt(text, match.index + match[0].length);
    return GIVEN_NAMES.has(fold(match[1] ?? '')) ? mark : undefined;
  });
  if (!BOOKING.test(scan.text)) return;
  scan.mark(BOOKED, (match, text) => nameAt(text, match.index + match[0].length));
  scan.mark(BOOKED_AFTER, (match) => {
    const mark = group(match, 'name');
    return mark && !isPlace(match.input, mark) ? mark : undefined;
  });
}

function isOwnName(text: string, match: RegExpExecArray, mark: Mark): boolean {
  const rest = text.slice(mark.end, mark.end + 24);
  const onThePhone = /^(?:this|it)/iu.test(match[0]) && ON_THE_PHONE.test(rest);
  if (!(endsThere(rest) || onThePhone) || isPlace(text, mark)) return false;
  // “C'est Pierre Loti ?” asks about a place
  if (/^c/iu.test(match[0]) && /^ ?\?/u.test(rest)) return false;
  const first = text.slice(mark.start, mark.end).split(' ', 1)[0] ?? '';
  if (GIVEN_NAMES.has(fold(first))) return true;
  if (!isCapitalised(first) || NO_NAMES.test(fold(first))) return false;
  if (onThePhone) return true;
  // German writes every noun like a name, and what this is has a name as often as who
  if (/^(?:ich|hier|this|it|c['’ ])/iu.test(match[0])) return false;
  return ORIGIN.test(rest) || GREETING.test(text.slice(Math.max(0, match.index - 32), match.index));
}

/** The words are those of a place: the mark, and the word after it. */
export function isPlace(text: string, { start, end }: Mark): boolean {
  const after = /^ \p{L}{1,30}/u.exec(text.slice(end, end + 32))?.[0] ?? '';
  return PLACE_WORDS.test(text.slice(start, end) + after);
}

/** The text ends after the name, or goes on with a sign or a word that is part of no name. */
function endsThere(rest: string): boolean {
  const word = /^ ?([\p{L}\p{M}]+)/u.exec(rest)?.[1];
  return word === undefined || FUNCTION_WORDS.has(fold(word));
}

const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/uy;
/** What follows a particle: perhaps another one, and a surname. */
const SURNAME = /^ (?:\p{Ll}{1,4} )?\p{Lu}[\p{L}\p{M}'’-]{1,39}/u;
const MOST_WORDS = 4;

/** The name that begins here: one word, and those after it that look like a part of it. */
export function nameAt(text: string, from: number): Mark | undefined {
  const first = wordAt(text, from);
  if (first === undefined) return undefined;
  const capitals = isCapitalised(first);
  // Can, Ben and Will are names too, when they look like one
  if (FUNCTION_WORDS.has(fold(first)) && !(capitals && GIVEN_NAMES.has(fold(first)))) return undefined;
  let end = from + first.length;
  for (let words = 1; words < MOST_WORDS; words++) {
    const gap = /^(?:\. |-| )(?=\p{L})/u.exec(text.slice(end, end + 3))?.[0];
    // A full stop belongs to an initial alone
    if (!gap || (gap === '. ' && text.slice(from, end).split(' ').at(-1)?.length !== 1)) break;
    const next = wordAt(text, end + gap.length) ?? '';
    const after = end + gap.length + next.length;
    if (capitals && PARTICLES.has(next)) {
      const surname = SURNAME.exec(text.slice(after, after + 48))?.[0];
      if (!surname) break;
      end = after + surname.length;
    } else if (
      capitals ? isSurname(next) : words === 1 && isLowerSurname(next, text.slice(after, after + 24))
    ) {
      end = after;
    } else break;
  }
  return { start: from, end, kind: 'name' };
}

function wordAt(text: string, from: number): string | undefined {
  WORD.lastIndex = from;
  const word = WORD.exec(text)?.[0];
  return word !== undefined && word.length <= 40 ? word : undefined;
}

/** `Taksim'e` after a name is where the sentence goes on: Turkish sets its endings off from proper nouns. */
function isSurname(word: string): boolean {
  return isCapitalised(word) && !FUNCTION_WORDS.has(fold(word)) && !/['’]\p{Ll}{1,6}$/u.test(word);
}

function isLowerSurname(word: string, rest: string): boolean {
  return !FUNCTION_WORDS.has(fold(word)) && endsThere(rest);
}

export function isCapitalised(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}
