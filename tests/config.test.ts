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
