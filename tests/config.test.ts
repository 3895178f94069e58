import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, readConfig } from '../src/config.ts';

const BROKEN: Record<string, string> = {
  PORT: 'eighty',
  PUBLIC_URL: 'my-host',
  EMBED_ORIGINS: 'https://hotel.example.org/guide',
  TELEGRAM_BOT_TOKEN: 'secret',
  TELEGRAM_WEBHOOK_SECRET: 'spaces are not allowed',
  OPENAI_BASE_URL: 'localhost:8000',
  MONGODB_URI: 'postgres://localhost',
  PSEUDONYM_KEY: 'c2hvcnQ=',
  DATA_KEY: 'not base64!',
  ADMIN_TOKEN: 'password',
  PROMO_HOURS: '20-9',
  PROMO_CAP: 'often',
  PROMO_APPROVAL: 'perhaps',
  TELEGRAM_PAID_BROADCASTS: 'sure',
  TIMEZONE: 'Mars/Olympus',
  LOG_LEVEL: 'loud',
};

describe('the environment', () => {
  it('may be empty', () => {
    const config = readConfig({});
    assert.equal(config.PORT, 3000);
    assert.equal(config.TELEGRAM_API_ROOT, 'https://api.telegram.org');
  });

  it('may hold empty values, as a copied .env does', () => {
    assert.equal(readConfig({ MONGODB_URI: '', PUBLIC_URL: ' ' }).MONGODB_URI, undefined);
  });

  it('says when promos may go out, and how many to each person', () => {
    const day = 24 * 60 * 60 * 1_000;
    const config = readConfig({});
    assert.deepEqual(
      [config.PROMO_HOURS, config.PROMO_CAP],
      [
        { from: 9, to: 20 },
        { count: 3, ms: 7 * day },
      ],
    );
    const other = readConfig({ PROMO_HOURS: '0-24', PROMO_CAP: '1/12h' });
    assert.deepEqual(
      [other.PROMO_HOURS, other.PROMO_CAP],
      [
        { from: 0, to: 24 },
        { count: 1, ms: day / 2 },
      ],
    );
    assert.equal(readConfig({ PROMO_CAP: '0' }).PROMO_CAP, null);
    for (const PROMO_HOURS of ['9', '9-25', '9-9', '-1-5', 'day'])
      assert.throws(() => readConfig({ PROMO_HOURS }), /PROMO_HOURS: must be two hours/, PROMO_HOURS);
  });

  it('lists the sites that may show the chat, apart by spaces or commas', () => {
    assert.deepEqual(readConfig({}).EMBED_ORIGINS, []);
    const { EMBED_ORIGINS } = readConfig({
      EMBED_ORIGINS: 'https://A.example.org/, http://localhost:8080 *',
    });
    assert.deepEqual(EMBED_ORIGINS, ['https://a.example.org', 'http://localhost:8080', '*']);
    for (const wrong of [
      'hotel.example.org',
      'https://',
      'https://u:p@x.example',
      "'self'",
      'https://x.example;script-src',
    ]) {
      assert.throws(() => readConfig({ EMBED_ORIGINS: wrong }), /EMBED_ORIGINS: must be origins/, wrong);
    }
  });

  for (const [name, value] of Object.entries(BROKEN)) {
    it(`is refused with a broken ${name}, which is named with the remedy and without the value`, () => {
      assert.throws(
        () => readConfig({ [name]: value }),
        (error: Error) => {
          assert.ok(error instanceof ConfigError);
          assert.match(error.message, new RegExp(`${name}: must`));
          assert.equal(error.message.includes(value), false);
          return true;
        },
      );
    });
  }
});
