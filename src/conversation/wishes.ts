import { fold } from '../knowledge/fold.ts';

/** What people ask about their own data without knowing the command for it. */
export type Wish = 'forget' | 'mydata' | 'privacy';

/** Longest message that is looked at, in characters: a wish is one or two short sentences. */
const LONGEST = 160;

/**
 * Whole sentences, one language a line, as regular expressions in ordinary spelling; they are folded like the messages,
 * so they hold no accents that matter and no escapes. Each speaks of “my” data, so that no question about the city fits.
 */
const SENTENCES: Record<Wish, readonly string[]> = {
  forget: [
    '(please |can you |could you |i want you to |i want to |id like to |you must )*(delete|erase|remove|wipe|clear|forget) (all )?(of )?my (personal |private )?(data|info|information|messages|chats?|chat history|history|conversations?|account|profile|details)( from your (servers?|systems?|database))?( now)?( please)?',
    '(please )?(delete|erase|remove|wipe|forget) (all|everything|all data|all the data|all information)( that)?( you| you have| you know| you store| you stored| you saved| you keep)( about| on| of)? me( please)?',
    '(please )?(forget( about)? me|delete me)( please)?|i want to be forgotten|right to be forgotten',
    '(lütfen )?(tüm |bütün )?(kişisel )?(verilerimi|verimi|bilgilerimi|mesajlarımı|sohbetimi|sohbetlerimi|geçmişimi|hesabımı|kayıtlarımı)( lütfen)? (sil|silin|siliniz|siler misin|siler misiniz|silebilir misin|silebilir misiniz|silmek istiyorum|sildirmek istiyorum|silinsin|temizle)( lütfen)?',
    '(lütfen )?(beni (unut|unutun|sil|silin)|(benim )?hakkımda(ki)?( bildiğin| bildiğiniz)? her ?şeyi (sil|silin|unut|unutun))( lütfen)?',
    '(bitte )?(lösch|lösche|löschen sie|löscht|vergiss|entferne|entfernen sie)( bitte)?( alle)? (meine|meinen|mein) (persönlichen )?(daten|nachrichten|chats?|chatverlauf|verlauf|konto|account|informationen)( bitte)?',
    '(bitte )?(alle )?meine (persönlichen )?(daten|nachrichten|chats)( bitte)? löschen( bitte)?|ich (möchte|will) (alle )?meine daten löschen( lassen)?',
    '(bitte )?(vergiss mich|vergessen sie mich|lösche mich|(lösch|lösche|vergiss|löschen sie) alles( was (du|sie))? über mich( weißt| wissen| gespeichert (hast|haben))?)( bitte)?',
    '(sil (te|vous) plaît )?(supprime|supprimes|supprimez|supprimer|efface|effacez|effacer|oublie|oubliez)( toutes| tous)? (mes|mon|ma) (données|messages|historique|conversations?|compte|informations)( personnelles)?( sil (te|vous) plaît| svp| stp)?',
    '(je veux |je voudrais |pouvez vous |peux tu )(supprimer|effacer) (toutes )?mes données( personnelles)?|oublie(z)? moi|(supprime|supprimez|efface|effacez|oublie|oubliez) tout ce que (tu sais|vous savez) (sur|de) moi',
    '(por favor )?(quiero |puedes |puede )?(borra|borre|borrar|elimina|elimine|eliminar|olvida|suprime)( todos)? (mis|mi) (datos|mensajes|conversaciones|cuenta|historial|información)( personales)?( por favor)?',
    '(por favor )?(olvídame|olvídate de mí|(borra|borre|elimina|olvida) todo lo que (sabes|sabe|tienes) (de|sobre) mí)( por favor)?',
    '(per favore )?(voglio |puoi |può )?(cancella|cancellate|cancelli|cancellare|elimina|eliminate|eliminare|dimentica|rimuovi)( tutti)? (i miei|il mio|la mia) (dati|messaggi|account|cronologia|conversazioni)( personali)?( per favore)?',
    '(per favore )?(dimenticami|dimenticati di me|(cancella|elimina|dimentica) tutto (quello |ciò )?che sai (di|su)( di)? me)( per favore)?',
    '(пожалуйста )?(я )?(хочу )?(удали|удалите|удалить|сотри|сотрите|стереть|забудь|забудьте)( пожалуйста)?( все)? (мои|мою|мой) (личные |персональные )?(данные|сообщения|историю|аккаунт|переписку|информацию)( пожалуйста)?',
    '(пожалуйста )?(забудь|забудьте) (обо мне|меня)|(удали|удалите|забудь|забудьте) всё( данные)?( что)?( ты| вы)?( знаешь| знаете)? обо мне|удалите меня',
    '(من فضلك |رجاء |أرجو |أريد )?(احذف|احذفي|احذفوا|امسح|حذف|مسح|ازل)( لي)?( جميع| كل)? (بياناتي|معلوماتي|رسائلي|محادثاتي|محادثتي|حسابي|سجلي)( الشخصية)?( من فضلك| رجاء)?',
    'انسني|انساني|(احذف|امسح|انس) كل (ما تعرفه|ما تعرف|شيء تعرفه|ما لديك) عني',
    '(لطفا )?(تمام |همه |همه ی |کل )?(داده های|دادههای|اطلاعات|پیام های|پیامهای|اطلاعات شخصی|حساب) (من|مرا|خودم)( را| رو)? (پاک|حذف) (کن|کنید|شود)( لطفا)?',
    '(لطفا )?(داده هایم|اطلاعاتم|پیام هایم|حسابم)( را| رو)? (پاک|حذف) (کن|کنید)( لطفا)?|(مرا|من را|منو) فراموش (کن|کنید)|هر چه درباره من می ?(دانی|دانید) (را )?(پاک|حذف) (کن|کنید)',
    '(请|請|请帮我|請幫我|帮我|幫我|我想|我要|麻烦)?(删除|刪除|清除|删掉|抹去)(所有|全部)?我的(所有|全部)?(个人|個人)?(数据|數據|资料|資料|信息|消息|訊息|聊天记录|聊天記錄|账号|帳號|记录)',
    '(请|請)?把我的(所有|全部)?(个人|個人)?(数据|數據|资料|資料|信息|聊天记录)(都|全部)?(删除|刪除|删掉|清除)(掉)?|(请|請)?忘(了|记|記|掉)我(吧)?',
    '(私の|わたしの|僕の|自分の)(全ての|すべての)?(個人)?(データ|情報|メッセージ|履歴|会話|アカウント)を?(全部|すべて|全て)?(削除|消去|削除して|消去して|消して|削除してください|消去してください|消してください|削除して下さい|消して下さい|削除したい|削除お願いします)',
    '(私|わたし|僕)(のこと)?を?忘れて(ください|下さい)?',
    '(제|내|나의|저의) (모든 )?(개인 ?)?(데이터|정보|메시지|대화|기록|계정)(를|을)?( 모두| 전부| 다)? ?(삭제|삭제해|삭제해 ?줘|삭제해 ?주세요|삭제하고 싶어|삭제하고 싶어요|지워|지워 ?줘|지워 ?주세요)|(나를|저를|날) 잊어( ?줘| ?주세요)?',
  ],
  mydata: [
    '(what|which) (personal )?(data|info|information) (about me |on me )?(do you|does this bot|does the bot) (have|store|keep|collect|save|know|hold)( on| about| of| from)?( me)?|what do you (know|store|save|keep|have|collect) (about|on) me',
    '(please )?(can i |could i |i want to |can you |could you )?(show|send|give|export|download|see|get)( me)?( all)?( of)? my (personal )?data( please)?',
    '(benim )?hakkımda (hangi|ne|ne gibi|neler)( verileri| bilgileri| veriler| bilgiler| veri| bilgi)? (biliyorsun|biliyorsunuz|tutuyorsun|tutuyorsunuz|saklıyorsun|saklıyorsunuz|var)|hangi verilerimi (tutuyorsun|tutuyorsunuz|saklıyorsun|saklıyorsunuz|topluyorsunuz)|(lütfen )?verilerimi (göster|gösterin|gönder|gönderin|indir|görmek istiyorum)',
    'welche daten (hast|speicherst|habt|haben|speichern|sammelst|sammeln) (du|ihr|sie) (von|über|zu) (mir|mich)|was (weißt|speicherst|wissen|speichern) (du|sie) (von|über) (mir|mich)|(zeig|zeige|schick|schicke|zeigen sie)( mir)? (bitte )?meine daten( bitte)?',
    'quelles? (données|informations) (avez vous|as tu|tu as|vous avez|conservez vous|gardez vous|collectez vous|stockez vous) (sur|de) moi|que (sais tu|savez vous) (sur|de) moi|(montre|montrez|envoie|envoyez) moi mes données',
    '(qué|cuáles) (datos|información) (tienes|tiene|tienen|guardas|guarda|guardan) (de|sobre) mí|qué sabes? (de|sobre) mí|(muéstrame|envíame|enséñame) mis datos',
    '(che|quali) dati (hai|avete|conservi|conservate|raccogli|raccogliete) (su|di)( di)? me|(che )?cosa sai (di|su)( di)? me|(mostrami|inviami|fammi vedere) i miei dati',
    'какие (мои )?данные( обо мне)? (ты|вы|у тебя|у вас) (хранишь|храните|есть|собираешь|собираете)( обо мне)?|что (ты|вы) (знаешь|знаете) обо мне|(покажи|покажите|пришли|пришлите)( мне)? мои данные',
    '(ما هي |ما )(البيانات|المعلومات) التي (لديك|لديكم|تملكها|تحتفظ بها|تخزنها|تجمعها|تعرفها) عني|ماذا تعرف عني|(أرني|اعرض|أرسل لي) بياناتي',
    'چه (اطلاعاتی|داده هایی|داده ای) (از|درباره|درباره ی) من (داری|دارید|ذخیره کرده ای|ذخیره کرده اید|ذخیره می ?کنی|ذخیره می ?کنید)|درباره( ی)? من چه می ?(دانی|دانید)|(داده های|اطلاعات) من را (نشان بده|بفرست)',
    '(你|你们|您)(有|存了|保存了|存储了|收集了|掌握)(哪些|什么)?(关于)?我的?(哪些|什么)?(个人)?(数据|资料|信息)|(你|您)知道(关于)?我的?(什么|哪些信息)|(给我看|显示|发送)我的(数据|资料)',
    '(私の|私について)(どんな|どのような|何の)?(個人)?(データ|情報)を?(持って|保存して|集めて)(いますか|いるの|いる|る)?|私について何を(知って|保存して)(いますか|いる|る)|私のデータを見せて(ください)?',
    '(나|저|내|제)에 ?대해(서)? (무슨|어떤|무엇을|뭘) ?(데이터|정보)?(를|을)? ?(가지고|저장하고|갖고|알고) (있어|있어요|있나요|있습니까|있니)|(내|제) 데이터(를)? 보여 ?(줘|주세요)',
  ],
  privacy: [
    '(data )?privacy( policy| settings| notice)?|data protection|gdpr|ccpa|(is|are) (this|it|you|the bot|this bot|this chat)( bot)? gdpr (compliant|conform)',
    '(do|will) you (store|save|keep|record|log|collect|read|share|sell|use) my (personal )?(messages|data|chats?|conversations?|information|location)|(are|is) my (messages|data|chats?|conversations?|information) (safe|private|stored|saved|shared|recorded)|(what|how) do you (do with|use|handle) my data|how long do you (keep|store) my (data|messages)',
    'gizlilik( politikası| politikanız| sözleşmesi| ayarları| bildirimi)?|kvkk( aydınlatma metni)?|kişisel verilerin korunması|(mesajlarımı|verilerimi|konuşmalarımı) (kaydediyor|saklıyor|paylaşıyor|tutuyor) (musun|musunuz)|verilerim (güvende|gizli) mi',
    'datenschutz(erklärung|hinweise|bestimmungen|einstellungen)?|dsgvo|(ist (das|dieser bot|der bot)|bist du) dsgvo konform|(speicherst du|speichern sie|speichert ihr) meine (daten|nachrichten|chats)|werden meine (daten|nachrichten) gespeichert|sind meine daten sicher',
    '(politique de |la )?confidentialité|rgpd|vie privée|protection des données|(est ce )?(que )?(cest )?conforme au rgpd|(conservez vous|gardez vous|enregistrez vous|stockez vous|gardes tu|enregistres tu|est ce que (vous gardez|tu gardes)) mes (messages|données)',
    '(política de )?privacidad|rgpd|protección de datos|(guardas|guarda|guardan|almacenas) mis (mensajes|datos)|están seguros mis datos',
    'informativa( sulla)? privacy|protezione dei dati|(salvi|salvate|conservi|conservate|memorizzi) i miei (messaggi|dati)',
    '(политика )?конфиденциальност[ьи]|персональные данные|защита( персональных)? данных|((ты|вы) )?(хранишь|храните|сохраняешь|сохраняете)( ли)?( ты| вы)? мои (сообщения|данные)',
    '(سياسة )?(ال)?خصوصية|حماية البيانات|هل (تخزن|تحفظ|تسجل|تخزنون|تحفظون) (رسائلي|بياناتي)',
    '(سیاست )?حریم خصوصی|حفاظت از داده ها|(آیا )?(پیام های|اطلاعات|داده های) (من|مرا)( را)? ذخیره می ?(کنی|کنید|شود)',
    '(隐私|隱私)(政策|条款|條款|设置|設定|协议|權|權政策)?|数据保护|个人信息保护|(你|你们|您)?会?(保存|存储|记录)我的(消息|信息|数据|聊天记录)吗',
    'プライバシー(ポリシー)?|個人情報(保護)?(方針)?|データ保護|(私の)?(メッセージ|会話|データ)(を|は)(保存|記録)(していますか|してる|されますか|しますか)',
    '개인정보( ?(처리 ?방침|보호|보호 ?정책|정책))?|프라이버시|(내|제) (메시지|대화|데이터)(를|을)? 저장(해|해요|하나요|하니|합니까)',
  ],
};
/** Sentences that stand beside a wish and change nothing. */
const COURTESY = whole([
  'please|thanks|thank you|hi|hello|hey|lütfen|teşekkürler|merhaba|bitte|danke|hallo|merci|bonjour|svp|por favor|gracias|hola|per favore|grazie|ciao|пожалуйста|спасибо|привет|здравствуйте|من فضلك|شكرا|مرحبا|لطفا|ممنون|سلام|谢谢|你好|请|お願いします|こんにちは|감사합니다|안녕하세요',
]);
const SENTENCE_END = /[.!?;؟؛。！？\n]/u;
const CLAUSE_END = /[.!?;؟؛。！？\n,،、，]/u;
/** The strongest first: who asks two things at once has the first of them answered. */
const WISHES = (['forget', 'mydata', 'privacy'] as const).map((wish) => ({
  wish,
  pattern: whole(SENTENCES[wish]),
}));

/** The wish that a message is from its first word to its last; undefined where it says anything else as well. */
export function wishOf(text: string): Wish | undefined {
  if (text.length > LONGEST) return undefined;
  // A comma stands within a wish as often as between one and a greeting
  return wishIn(text.split(SENTENCE_END)) ?? wishIn(text.split(CLAUSE_END));
}

function wishIn(parts: readonly string[]): Wish | undefined {
  const sentences = parts.map(plain).filter((each) => each !== '' && !COURTESY.test(each));
  const wishes = sentences.map((each) => WISHES.find(({ pattern }) => pattern.test(each))?.wish);
  if (wishes.includes(undefined)) return undefined;
  return WISHES.find(({ wish }) => wishes.includes(wish))?.wish;
}

/** Folded, apostrophes closed up, and a space for whatever else is no letter. */
function plain(sentence: string): string {
  return fold(fold(sentence.replace(/['’]/gu, '')).replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '));
}

function whole(sentences: readonly string[]): RegExp {
  return new RegExp(`^(?:${fold(sentences.join('|'))})$`, 'u');
}
