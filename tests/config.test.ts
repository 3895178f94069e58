import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, readConfig } from '../src/config.ts';

const BROKEN: Record<string, string> = {
  PORT: 'eighty',
  PUBLIC_URL: 'my-host',
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
