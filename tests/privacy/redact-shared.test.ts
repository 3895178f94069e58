import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { redact } from '../../src/privacy/redact.ts';

const FIXTURES = process.env['REHBER_FIXTURES'];
const skip = FIXTURES ? false : 'REHBER_FIXTURES is not set';

interface Phone {
  country: string;
  national: string;
  compact_national: string;
  [written: string]: string;
}

interface Case {
  file: string;
  text: string;
  /** How many things there are to be found; true for one. */
  expected_len: number | boolean;
}

/** A bare host names a site and no one, nine digits without a word are any number, and wallets are not asked for. */
const NOT_ASKED = /^(?:microsoft\.com|my domains: .*|912803456|<expr>)$/;

async function shared(file: string): Promise<Buffer> {
  return readFile(join(FIXTURES ?? '', file));
}

describe('the shared cases of personal data', { skip }, () => {
  it('phones of all countries go in every international form', async () => {
    const phones = JSON.parse(String(await shared('pii/phones_all_countries.json'))) as Phone[];
    assert.equal(phones.length, 245);
    for (const form of ['e164', 'international', 'dashed', 'dotted', 'zerozero'])
      for (const phone of phones) assert.equal(redact(`x ${phone[form]} y`), 'x [phone] y', phone.country);
  });

  it('and in their national form, after a word of any of the languages that tells', async () => {
    const phones = JSON.parse(String(await shared('pii/phones_all_countries.json'))) as Phone[];
    for (const words of [
      'my phone number is ',
      'telefonum ',
      'тел. ',
      'رقم هاتفي ',
      '电话',
      '내 전화번호: ',
    ]) {
      const missed = phones
        .flatMap(({ national, compact_national: compact }) => [national, compact])
        .filter((number) => redact(words + number) !== `${words}[phone]`);
      // Two islands have four digits
      assert.ok(
        missed.length <= 4 && missed.every((number) => number.length === 4),
        `${words}: ${missed.join(', ')}`,
      );
    }
  });

  it('Presidio’s cases: at least 99 in 100 of each kind', async () => {
    const cases = JSON.parse(String(await shared('pii/presidio-cases.json'))) as Case[];
    const asked = cases.filter(({ file, text }) => !/crypto/.test(file) && !NOT_ASKED.test(text));
    const kinds = Map.groupBy(asked, ({ file }) => file.replace(/^test_|_recognizer\.py$/g, ''));
    assert.equal(kinds.size, 12);
    for (const [kind, list] of kinds) {
      const missed: string[] = [];
      let all = 0;
      for (const { text, expected_len: expected } of list) {
        const kept = redact(text);
        const found = kept.match(/\[[a-z]+(?:-[a-z]+)?\]/g)?.length ?? 0;
        all += Number(expected);
        for (let count = found; count < Number(expected); count++) missed.push(`${text} → ${kept}`);
      }
      assert.ok(
        all >= 3 && missed.length <= all / 100,
        `${kind}: ${missed.length} of ${all}\n${missed.join('\n')}`,
      );
    }
  });
});

/** Sentences in which someone says who they are; all others with a change spell an e-mail address. */
const OF_PERSONS =
  /^(?:hi this is john|salut c'est john|سلام من علی|selam ben ali|hallo hier ist jonas|ciao sono giovanni|привет это максим|эх google .* тимур$|مرحب.* انا أحمد)/u;
const SPELLED =
  /gmail|hotmail|yahoo|(?:dot|punkt|point|punto|nokta|точка|点|ドット|どっと|점|닷|دوت|نقطة) ?(?:com|net|de|it|org|kom|ком|ру|es|fr)/iu;

describe('what people say to an assistant in twelve languages (MASSIVE)', { skip }, () => {
  it('stays as it is, but for spelled addresses and introductions', async () => {
    const lines = gunzipSync(await shared('utterances/massive-train.jsonl.gz'))
      .toString()
      .trim()
      .split('\n');
    const damaged = lines
      .filter((_, index) => index % 4 === 0)
      .map((line) => (JSON.parse(line) as { text: string }).text)
      .filter((text) => redact(text) !== text && !OF_PERSONS.test(text) && !SPELLED.test(text));
    assert.deepEqual(damaged, []);
  });
});
