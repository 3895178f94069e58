import { FUNCTION_WORDS } from './name-words.ts';
import { group, whole, type Scan } from './scan.ts';

const AT_NAME = /(?<![\p{L}\p{N}_.@/])@(?=[\d_.]{0,30}\p{L})[\p{L}\p{N}_][\p{L}\p{N}_.]{0,31}/gu;
const NETWORK = String.raw`(?:instagram|insta|\big|telegram|\btg|twitter|facebook|\bfb|snapchat|\bsnap|tiktok|wechat|weixin|line id|kakao ?talk(?: id)?|kakao(?: id)?|vkontakte|skype|discord|threads|微信号?|инстаграм\p{L}{0,2}|инста|телеграм\p{L}{0,2}|\bтг|вконтакте|вк|انستقرام|انستغرام|إنستغرام|تيليجرام|تلگرام|اینستاگرام|اینستا|카카오톡|카톡|인스타|텔레그램|インスタ|username|user name|nickname|kullanıcı ad\p{L}{1,4}|benutzername|pseudo|usuario|nome utente|никнейм|ник)`;
/** A name after the network's and a colon; or after “is” and the like, if no word looks like it. */
const ACCOUNT = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${NETWORK}(?: ?[:：=] ?([a-z0-9_][a-z0-9_.-]{1,30}[a-z0-9_])|(?: (?:account |hesab\p{L}{1,3} |handle |id )?(?:(?:is|ist|est|es|è|adım|мой|это|هو|[-–]) )?| ?(?:是|は|은|는) ?|(?<=微信号?))(?=[a-z]{0,30}[\d_.][a-z0-9_.]{0,30}[a-z0-9])([a-z_][a-z0-9_.]{1,30}[a-z0-9_]))`,
  'dgiu',
);
const MENTION = /<(?:@|#|!subteam\^)[UWCTSDG][A-Z0-9]{5,14}(?:\|[^<>\n]{0,80})?>/gu;
/** Ids of Slack: a letter for the kind and 8 to 11 capitals and digits; capitals alone would be a shouted word. */
const SLACK_ID =
  /(?<![\p{L}\p{N}])[UWTCDGBS](?=[A-Z]{0,10}\d[A-Z0-9]{0,10}\d)[A-Z0-9]{8,11}(?![\p{L}\p{N}])/gu;
/** Ids by which WhatsApp knows a person to one business. */
const BUSINESS_SCOPED =
  /(?<![\p{L}\p{N}.])[A-Z]{2}\.(?:ENT\.)?(?=\D{0,40}\d)[A-Za-z0-9]{12,128}(?![\p{L}\p{N}])/gu;

/** Names and ids of accounts. */
export function markHandles(scan: Scan): void {
  scan.mark(MENTION, (match) => whole(match, 'user-id'));
  scan.mark(SLACK_ID, (match) => whole(match, 'user-id'));
  scan.mark(BUSINESS_SCOPED, (match) => whole(match, 'user-id'));
  scan.mark(AT_NAME, (match) => {
    const name = match[0].replace(/\.+$/u, '');
    return { ...whole(match, 'handle'), end: match.index + name.length };
  });
  scan.mark(ACCOUNT, (match) => {
    const name = match[1] ?? match[2] ?? '';
    return FUNCTION_WORDS.has(name.toLowerCase()) ? undefined : group(match, 'handle');
  });
}
