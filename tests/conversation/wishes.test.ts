import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOf } from '../../src/conversation/commands.ts';
import type { InboundEvent } from '../../src/messages.ts';

function commandIn(text: string, shared = false): string | undefined {
  return commandOf({ kind: 'text', text, shared } as InboundEvent)?.name;
}

const WISHES: Record<'forget' | 'mydata' | 'privacy', string[]> = {
  forget: [
    'delete my data',
    'Please delete all my personal data.',
    'delete everything you know about me',
    'Forget me!',
    'verilerimi sil',
    'VERİLERİMİ SİLİN',
    'lütfen tüm kişisel verilerimi siler misiniz?',
    'beni unut',
    'vergiss mich',
    'lösche meine daten',
    'Bitte alle meine Daten löschen',
    'lösche alles, was du über mich weißt',
    'borra mis datos',
    'olvídame',
    'supprime mes données',
    'Supprimez mes données personnelles, s’il vous plaît',
    'cancella i miei dati',
    'удали мои данные',
    'Забудь меня',
    'احذف بياناتي',
    'أريد حذف بياناتي',
    'اطلاعات من را حذف کن',
    'داده‌های من را پاک کنید',
    '删除我的数据',
    '请把我的资料删除',
    '私のデータを削除して',
    '私のデータを削除してください。',
    '내 데이터 삭제',
    '제 데이터를 삭제해 주세요',
  ],
  mydata: [
    'what data do you have on me',
    'What do you know about me?',
    'show me my data',
    'hakkımda ne biliyorsun?',
    'welche Daten speicherst du über mich?',
    'quelles données avez-vous sur moi ?',
    '¿Qué datos tienes sobre mí?',
    'quali dati hai su di me?',
    'какие данные вы храните обо мне?',
    'ماذا تعرف عني؟',
    'چه اطلاعاتی از من دارید؟',
    '你有我的什么数据？',
    '私についてどんな情報を持っていますか？',
    '나에 대해 어떤 정보를 가지고 있어?',
  ],
  privacy: [
    'datenschutz',
    'is this gdpr compliant? do you store my messages?',
    'Do you save my data?',
    'gizlilik politikası',
    'KVKK',
    'politique de confidentialité',
    'política de privacidad',
    'informativa sulla privacy',
    'политика конфиденциальности',
    'سياسة الخصوصية',
    'حریم خصوصی',
    '隐私政策',
    'プライバシーポリシー',
    '개인정보 처리방침',
  ],
};
const NO_WISHES = [
  'where can I delete my data at the police station',
  'delete my data and tell me where to eat kebab',
  'kebab, delete my data',
  'forget it',
  'I forgot my bag in a taxi, what do I do?',
  'do you have data on the museum?',
  'what do you know about Galata Tower?',
  'what do you know',
  'show me my hotel',
  'gdpr museum',
  'a hammam with privacy',
  'my messages',
  'please',
  '?!',
  'gizli bahçe nerede',
  'hakkında ne biliyorsun',
  'Daten der Moschee',
  'was weißt du über die Hagia Sophia?',
  'olvidé mi pasaporte',
  'données sur le musée',
  'удалить пятно',
  '我的手机丢了',
  '写真データを消してしまった',
  '내 가방을 잃어버렸어요',
];

describe('wishes about one’s own data in plain words', () => {
  for (const [command, texts] of Object.entries(WISHES))
    for (const text of texts)
      it(`“${text}” is what /${command} is for`, () => assert.equal(commandIn(text), command));
  for (const text of NO_WISHES) it(`“${text}” is none`, () => assert.equal(commandIn(text), undefined));
  it('are left alone where others read along', () => {
    assert.equal(commandIn('delete my data', true), undefined);
  });
});
