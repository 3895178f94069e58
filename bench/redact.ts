import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import { redact } from '../src/privacy/redact.ts';
import { milliseconds, quantile, ratio } from './figures.ts';

/** What tourists write, most without anything personal, some with a lot. */
const MESSAGES = [
  'kebab near me',
  'Ayasofya ne zaman açılıyor?',
  'is Galata Tower open on Monday? how much is it, 650 TL?',
  'музей рядом, до 18:00',
  'مسجد قريب من فضلك',
  'صبحانه خوب نزدیک من کجاست؟',
  '近くの朝食は？ 9時から',
  '附近有什么好吃的烤肉店',
  '근처 카페 어디예요?',
  'how do I get from Taksim to Sultanahmet with T1 or F1, around 10:30 on 24.11.2026?',
  'Hi, my name is Anna Schmidt, call me on +49 1512 3456789 or write to anna@example.org. Best regards, Anna',
  'Merhaba ben Ayşe, telefonum 0532 123 45 67, Hilton oda 305, konumum 41.0082, 28.9784',
  'https://www.google.com/maps/@41.0082,28.9784,15z card 4111 1111 1111 1111 TR330006100519786457841326',
];
const ROUNDS = 400;

/** Time of one message through the redactor, beside the phone library's own search of the same message. */
export async function benchRedact(): Promise<Record<string, string>> {
  const all = measure((message) => redact(message));
  const phones = measure((message) => findPhoneNumbersInText(message, 'TR'));
  const mean = average(all);
  return {
    'a message redacted, mean': milliseconds(mean),
    'a message redacted, p50': milliseconds(quantile(all, 0.5)),
    'a message redacted, p99': milliseconds(quantile(all, 0.99)),
    allowed: milliseconds(0.2),
    'mean, of a search for phones alone': ratio(mean, average(phones)),
  };
}

/** Milliseconds of each message in each round after the first tenth, when the code is warm. */
function measure(work: (message: string) => unknown): number[] {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const message of MESSAGES) {
      const start = performance.now();
      work(message);
      if (round >= ROUNDS / 10) samples.push(performance.now() - start);
    }
  return samples;
}

function average(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}
