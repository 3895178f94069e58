import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redact } from '../../src/privacy/redact.ts';

const REDACTED: [text: string, kept: string][] = [
  ['call +90 532 123 45 67 now', 'call <PHONE> now'],
  ['0532 123 45 67', '<PHONE>'],
  ['bana 05321234567 den ulaşın', 'bana <PHONE> den ulaşın'],
  ['my number is +49 1512 3456789', 'my number is <PHONE>'],
  ['رقمي ٠٥٣٢١٢٣٤٥٦٧', 'رقمي <PHONE>'],
  ['شماره من ۰۵۳۲ ۱۲۳ ۴۵ ۶۷', 'شماره من <PHONE>'],
  ['電話 ０５３２１２３４５６７', '電話 <PHONE>'],
  ['write to ayse.yilmaz+trip@example.com please', 'write to <EMAIL> please'],
  ['почта иван@пример.рф', 'почта <EMAIL>'],
  ['card 4111 1111 1111 1111 exp', 'card <CARD> exp'],
  ['I am at 41.00861, 28.98022', 'I am at <COORDINATES>'],
  ['https://maps.app.goo.gl/abc?token=1 here', '<LINK> here'],
  ['see www.example.com/me', 'see <LINK>'],
];

const KEPT = [
  'kebab near me',
  'open 09:00-18:00, last entry 17:30',
  'emergency 112, police 155, gendarmerie 156, coast guard 158',
  '250 TL, 12.50 €, $5',
  'on 24.11.2026 at 10:30',
  'bus 15F, tram T1, 500T, M7, metrobüs 34AS',
  'in 2026, 537 AD, 1453',
  'Ayasofya ne zaman açılıyor?',
  '4111 1111 1111 1112 is no card',
];

describe('the redactor', () => {
  for (const [text, kept] of REDACTED)
    it(`keeps of «${text}» only «${kept}»`, () => assert.equal(redact(text), kept));
  for (const text of KEPT) it(`leaves «${text}» as it is`, () => assert.equal(redact(text), text));

  it('finds nothing new in what it has redacted', () => {
    for (const [text] of REDACTED) assert.equal(redact(redact(text)), redact(text));
  });
});
