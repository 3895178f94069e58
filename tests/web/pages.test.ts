import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fastify } from 'fastify';
import { addPrivacyPage } from '../../src/web/privacy-page.ts';

test('the page of privacy says what is kept, by the settings in force and in the reader’s language', async () => {
  const server = fastify();
  const operator = { name: 'Tourism <Office>', contact: 'mail@example.org' };
  addPrivacyPage(server, { operator, retentionDays: 90 });
  const read = async (language: string): Promise<string> =>
    (await server.inject({ url: '/privacy', headers: { 'accept-language': language } })).body;
  const english = await read('en-GB');
  assert.match(english, /Tourism &lt;Office&gt;/);
  assert.match(english, /mail@example\.org/);
  assert.match(english, /90 days/);
  assert.match(english, /\/forget/);
  assert.match(await read('ar'), /<html lang="ar" dir="rtl">/);
  assert.match(await read('tr'), /90 gün/);
  await server.close();
});
