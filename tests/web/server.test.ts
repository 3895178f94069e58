import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { Counter, Registry } from 'prom-client';
import { createServer } from '../../src/web/server.ts';
import { recordLog } from '../support/log.ts';

const PAGE = { accept: 'text/html' };

describe('the HTTP server', () => {
  const log = recordLog();
  const metrics = new Registry();
  let health: Record<string, boolean> = {};
  let server: FastifyInstance;

  before(async () => {
    const answered = new Counter({ name: 'answered_total', help: 'Answers', registers: [metrics] });
    answered.inc(3);
    server = await createServer({
      log: log.log,
      metrics,
      checks: async () => {
        if (health['broken']) throw new Error('the check itself is broken');
        return health;
      },
    });
    server.route({ method: 'POST', url: '/api/echo', handler: async (request) => request.body });
    server.get('/api/fails', async () => {
      throw new Error('secret-detail');
    });
    server.get('/fails', async () => {
      throw new Error('secret-detail');
    });
  });
  after(async () => server.close());

  test('a body that is no JSON is answered 400 with what to do', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { 'content-type': 'application/json' },
      body: '{"a":',
    });
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json<{ error: string }>().error, /not valid JSON/);
  });

  test('a body over 1 MB is answered 413', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify('x'.repeat(1_000_001)),
    });
    assert.equal(answer.statusCode, 413);
    assert.match(answer.json<{ error: string }>().error, /1 MB/);
  });

  test('another content type than JSON is answered 415', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { 'content-type': 'application/xml' },
      body: '<a/>',
    });
    assert.equal(answer.statusCode, 415);
  });

  test('an unknown address is told to programs as JSON and to people as a page in their language', async () => {
    const program = await server.inject({ url: '/api/nothing', headers: PAGE });
    assert.equal(program.statusCode, 404);
    assert.ok(program.json<{ error: string }>().error);
    const page = await server.inject({ url: '/nothing', headers: { ...PAGE, 'accept-language': 'fa-IR' } });
    assert.equal(page.statusCode, 404);
    assert.match(page.headers['content-type'] ?? '', /text\/html/);
    assert.match(page.body, /<html lang="fa" dir="rtl">/);
  });

  test('a failure tells nothing of the inside, neither in JSON nor on a page', async () => {
    for (const url of ['/api/fails', '/fails']) {
      const answer = await server.inject({ url, headers: PAGE });
      assert.equal(answer.statusCode, 500);
      assert.doesNotMatch(answer.body, /secret-detail|\.ts|node_modules/);
    }
  });

  test('an address with markup in it is shown nowhere', async () => {
    const answer = await server.inject({ url: '/<script>alert(1)</script>', headers: PAGE });
    assert.ok(!answer.body.includes('alert(1)'));
  });

  test('health says that the process is up, readiness what is wrong', async () => {
    assert.equal((await server.inject('/healthz')).statusCode, 200);
    health = { store: true, telegram: true };
    const ready = await server.inject('/readyz');
    assert.equal(ready.statusCode, 200);
    assert.deepEqual(ready.json(), { ready: true, wrong: [], checks: health });
    health = { store: true, telegram: false };
    const unready = await server.inject('/readyz');
    assert.equal(unready.statusCode, 503);
    assert.deepEqual(unready.json(), { ready: false, wrong: ['telegram'], checks: health });
    health = { broken: true };
    assert.equal((await server.inject('/readyz')).statusCode, 503);
  });

  test('metrics hold those of the process and those that were added', async () => {
    const { body } = await server.inject('/metrics');
    assert.match(body, /^process_cpu_seconds_total \S+$/m);
    assert.match(body, /^answered_total 3$/m);
  });

  test('the page comes in the reader’s language under a policy that runs no foreign or inline code', async () => {
    const answer = await server.inject({
      url: '/',
      headers: { 'accept-language': 'xx, ja;q=0.8, de;q=0.9' },
    });
    assert.match(answer.body, /<html lang="de" dir="ltr">/);
    const policy = String(answer.headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.doesNotMatch(answer.body, /<script(?![^>]* src=)(?![^>]*application\/json)| style=| on\w+=/);
  });

  test('the page comes in the language that its address names', async () => {
    const answer = await server.inject({ url: '/?language=fa', headers: { 'accept-language': 'de' } });
    assert.match(answer.body, /<html lang="fa" dir="rtl">/);
    for (const language of ['xx', '', 'en&language=tr', '__proto__']) {
      const other = await server.inject({
        url: `/?language=${language}`,
        headers: { 'accept-language': 'de' },
      });
      assert.match(other.body, /<html lang="de" dir="ltr">/, language);
    }
  });

  test('no page of another site may show any of ours in a frame', async () => {
    const framing = async (url: string): Promise<string[]> => {
      const { headers } = await server.inject(url);
      const policy = String(headers['content-security-policy']);
      return [/frame-ancestors ([^;]*)/.exec(policy)?.[1] ?? '', String(headers['x-frame-options'])];
    };
    assert.deepEqual(await framing('/'), ["'self'", 'SAMEORIGIN']);
    assert.deepEqual(await framing('/sources'), ["'none'", 'SAMEORIGIN']);
  });

  test('what the page loads is kept for good under the hash of its content, compressed or not', async () => {
    const { body } = await server.inject('/');
    const paths = [...body.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    assert.equal(paths.length, 3);
    for (const path of paths) {
      const asset = await server.inject(path);
      assert.equal(asset.statusCode, 200);
      assert.match(String(asset.headers['cache-control']), /immutable/);
      assert.ok(asset.body.length > 100);
    }
    assert.equal((await server.inject('/assets/0123456789abcdef.js')).statusCode, 404);
    assert.equal((await server.inject('/assets/..%2f..%2fpackage.json')).statusCode, 404);
  });

  test('the page of sources is CommonMark made safe', async () => {
    const answer = await server.inject('/sources');
    assert.equal(answer.statusCode, 200);
    assert.match(answer.body, /<main lang="en"[^>]*><h1>/);
    assert.match(answer.body, /<a href="https:/);
  });

  test('the log names a request by its route, without address, query or text', async () => {
    await server.inject({ url: '/api/secret-address?text=secret-query', headers: PAGE });
    await server.inject('/sources?user=secret-query');
    assert.doesNotMatch(log.text(), /secret-address|secret-query/);
    assert.match(log.text(), /"route":"\/sources","status":200/);
  });
});

test('where embedding is on, the listed sites may show the chat, and nothing but the chat', async () => {
  const embedOrigins = ['https://hotel.example.org', 'https://museum.example.org'];
  const server = await createServer({ log: recordLog().log, embedOrigins });
  const page = await server.inject('/');
  const policy = String(page.headers['content-security-policy']);
  assert.match(policy, /frame-ancestors 'self' https:\/\/hotel\.example\.org https:\/\/museum\.example\.org/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal(page.headers['x-frame-options'], undefined, 'it knows no list, and would refuse them');
  const sources = await server.inject('/sources');
  assert.match(String(sources.headers['content-security-policy']), /frame-ancestors 'none'/);
  const script = await server.inject('/embed.js');
  assert.match(String(script.headers['content-type']), /javascript/);
  assert.equal(script.headers['cross-origin-resource-policy'], 'cross-origin');
  assert.ok(script.body.includes('https://hotel.example.org'));
  assert.doesNotMatch(script.body, /innerHTML|\.style\b|eval\(/);
  await server.close();
});

test('behind https, browsers are told to stay with it', async () => {
  const server = await createServer({ log: recordLog().log, publicUrl: 'https://guide.example.org' });
  const answer = await server.inject('/');
  assert.match(String(answer.headers['strict-transport-security']), /max-age=\d{7}/);
  await server.close();
});
