import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Detail, Results, Status } from '../../src/web/admin/protocol.ts';
import { addPeople } from '../broadcast/people.ts';
import { ADMIN_TOKEN, openDashboard, type DashboardBench } from '../support/dashboard.ts';
import { eventually } from '../support/store.ts';

/** A person's Telegram id, which must stand nowhere. */
const FIRST = 7_770_000;

describe('the dashboard over HTTP', () => {
  let bench: DashboardBench;
  let url: string;
  before(async () => {
    bench = await openDashboard({ PROMO_APPROVAL: 'required', OPERATOR_NAME: 'City of Istanbul' });
    url = bench.app.url;
    await addPeople({ first: FIRST, count: 12, language: 'de' }, bench.data);
    await addPeople({ first: FIRST + 100, count: 3, offers: 'no' }, bench.data);
  });
  after(async () => bench.close());

  async function login(name: string, token = ADMIN_TOKEN, headers: Record<string, string> = {}) {
    return fetch(`${url}/dashboard/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url, ...headers },
      body: new URLSearchParams({ token, name, next: '/dashboard/broadcasts' }),
    });
  }

  async function cookieOf(name: string): Promise<string> {
    return (await login(name)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  async function api(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${url}/api/admin/${path}`, init);
  }

  /** As a program asks. */
  async function ask<T>(path: string, body?: object, expected = 200): Promise<T> {
    const response = await api(path, {
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as T;
    assert.equal(response.status, expected, JSON.stringify(answer));
    return answer;
  }

  it('asks for the token, under a policy that runs nothing of others and shows it in no frame', async () => {
    for (const path of ['/dashboard', '/dashboard/broadcasts', '/dashboard/broadcasts/new']) {
      const response = await fetch(url + path);
      assert.match(await response.text(), /type="password"/);
      const policy = response.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.equal(response.headers.get('x-frame-options'), 'DENY');
      assert.equal(response.headers.get('cache-control'), 'no-store');
    }
  });

  it('opens by the token, for twelve hours, with a cookie that no script and no other site can use', async () => {
    const response = await login('Ayşe');
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('location'), '/dashboard/broadcasts');
    const [cookie = ''] = response.headers.getSetCookie();
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Strict/);
    assert.match(cookie, /Max-Age=43200/);
    assert.doesNotMatch(cookie, /Secure/, 'this one is not on https');
    const page = await fetch(`${url}/dashboard`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    assert.match(await page.text(), /<div id="app">.*"name":"Ayşe"/s);
  });

  it('goes on to nowhere but the dashboard', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/dashboard/../..//evil.example', '/x']) {
      const response = await fetch(`${url}/dashboard/login`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: url },
        body: new URLSearchParams({ token: ADMIN_TOKEN, name: 'A', next }),
      });
      assert.equal(response.headers.get('location'), '/dashboard');
    }
  });

  it('takes no cookie that was changed, made up or logged out', async () => {
    const cookie = await cookieOf('Ayşe');
    const status = async (value: string): Promise<number> =>
      (await api('overview', { headers: { cookie: value } })).status;
    assert.equal(await status(cookie), 200);
    const [name = '', value = ''] = cookie.split('=');
    const [content = '', signature = ''] = value.split('.');
    const session = JSON.parse(Buffer.from(content, 'base64url').toString()) as object;
    const longer = Buffer.from(JSON.stringify({ ...session, until: Date.now() + 1e12 })).toString(
      'base64url',
    );
    for (const forged of [`${longer}.${signature}`, `${content}.`, `${content}.${'A'.repeat(43)}`, '.', 'x'])
      assert.equal(await status(`${name}=${forged}`), 401, forged);
    const out = await fetch(`${url}/dashboard/logout`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: url },
    });
    assert.equal(out.status, 303);
    assert.equal(await status(cookie), 401, 'a copy of the cookie is worth nothing after logout');
  });

  it('does nothing that another site asks for in the name of who is logged in', async () => {
    const cookie = await cookieOf('Ayşe');
    const create = async (headers: Record<string, string>): Promise<number> =>
      (
        await api('broadcasts', {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ name: 'x', texts: { en: 'x' } }),
        })
      ).status;
    assert.equal(await create({ origin: 'https://evil.example' }), 403);
    assert.equal(await create({ origin: 'null' }), 403);
    assert.equal(await create({ origin: url, 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await create({}), 403);
    assert.equal(await create({ origin: url, 'content-type': 'text/plain' }), 415);
    assert.equal((await login('Eve', ADMIN_TOKEN, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await ask<Status[]>('broadcasts')).length, 0);
  });

  it('asks for a name where others have to approve', async () => {
    const response = await login(' ');
    assert.equal(response.status, 400);
    assert.match(await response.text(), /Give your name/);
    const { error } = await ask<{ error: string }>('broadcasts', { name: 'x', texts: { en: 'x' } }, 400);
    assert.match(error, /say who you are/);
  });

  it('says what is wrong with a draft, and where there is none', async () => {
    const wrong: [object, RegExp][] = [
      [{}, /name/],
      [{ name: 'x', texts: {} }, /no text/],
      [{ name: 'x', texts: { en: 'x' }, segment: { colour: 'red' } }, /no field colour/],
      [{ name: 'x', texts: { en: 'x' }, picture: 'AAAA' }, /JPEG nor PNG/],
      [{ name: 'x', texts: { en: 'x' }, surprise: 1 }, /surprise/],
    ];
    for (const [draft, said] of wrong)
      assert.match((await ask<{ error: string }>('broadcasts', { ...draft, by: 'A' }, 400)).error, said);
    const huge = { name: 'x', texts: { en: 'x' }, picture: 'A'.repeat(9_000_000), by: 'A' };
    assert.match((await ask<{ error: string }>('broadcasts', huge, 413)).error, /at most 5 MB/);
    for (const id of ['nothing', '0123456789abcdef01234567'])
      assert.match(
        (await ask<{ error: string }>(`broadcasts/${id}/status`, undefined, 404)).error,
        /There is no/,
      );
    await ask('broadcasts/0123456789abcdef01234567/start', { by: 'A' }, 404);
  });

  it('counts the people of a segment before anything is stored', async () => {
    const counted = await ask<object>('audience', {
      segment: { platform: 'telegram' },
      texts: { tr: '' },
      fallback: 'none',
    });
    assert.deepEqual(counted, { recipients: 0, excluded: { no_text: 12, stopped: 3 }, outside: {} });
    const all = await ask<object>('audience', { texts: { en: '' } });
    assert.deepEqual(all, { recipients: 12, excluded: { stopped: 3 }, outside: {} });
    assert.match(
      (await ask<{ error: string }>('audience', { segment: { language: 'xx' } }, 400)).error,
      /language must be of/,
    );
  });

  it('takes a broadcast from draft to done for a program, and tells nobody’s id', async () => {
    const { id } = await ask<{ id: string }>(
      'broadcasts',
      {
        name: 'Museum night',
        texts: { en: 'Tonight the museums stay open.', de: 'Heute haben die Museen lange offen.' },
        textsB: { en: 'Museums: open all night.', de: 'Die Nacht gehört den Museen.' },
        segment: { platform: 'telegram' },
        by: 'Ayşe',
      },
      201,
    );
    const step = async (name: string, body: object, expected = 200) =>
      ask<{ state: string; error: string }>(`broadcasts/${id}/${name}`, body, expected);
    assert.match((await step('start', { by: 'Ayşe' }, 400)).error, /approved first/);
    for (const by of ['Ayşe', ' ayse ', 'AYŞE'])
      assert.match((await step('approve', { by }, 400)).error, /somebody else/);
    const asAyse = await fetch(`${url}/api/admin/broadcasts/${id}/approve`, {
      method: 'POST',
      headers: { cookie: await cookieOf('Ayşe'), origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'Mehmet' }),
    });
    assert.equal(asAyse.status, 400, 'who logged in acts under that name alone');
    assert.match((await step('test', { by: 'Ayşe', to: 'telegram:1' }, 400)).error, /Nobody with this id/);
    const preview = await ask<{ recipients: number; rendered: { platform: string; text: string }[] }>(
      `broadcasts/${id}/preview`,
      { by: 'Ayşe' },
    );
    assert.equal(preview.recipients, 12);
    assert.ok(
      preview.rendered.some(({ platform, text }) => platform === 'telegram' && text.startsWith('Heute')),
    );
    assert.equal((await step('test', { by: 'Ayşe', to: `telegram:${FIRST}` })).state, 'draft');
    assert.equal((await step('approve', { by: 'Mehmet' })).state, 'approved');
    assert.equal((await step('start', { by: 'Ayşe' })).state, 'running');
    await eventually(
      'it is done',
      async () => (await ask<Status>(`broadcasts/${id}/status`)).state === 'done',
    );
    const detail = await ask<Detail>(`broadcasts/${id}`);
    assert.equal(detail.counts.sent, 12);
    assert.equal(detail.approvedBy, 'api:Mehmet');
    const { arms, comparisons } = await ask<Results>(`broadcasts/${id}/results`);
    assert.equal((arms.a?.people ?? 0) + (arms.b?.people ?? 0), 12);
    assert.ok(comparisons.every(({ said }) => /chance|nobody to compare/.test(said)));
    assert.match((await step('pause', { by: 'Ayşe' }, 400)).error, /is done/);
    const csv = await api(`broadcasts/${id}/recipients.csv`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    assert.match(csv.headers.get('content-disposition') ?? '', /^attachment/);
    const [head, first, ...rest] = (await csv.text()).trimEnd().split('\r\n');
    assert.match(head ?? '', /^channel,language,text,state,reason,/);
    assert.match(first ?? '', /^telegram,de,[ab],sent,,\d{4}-.*,0,no,no$/);
    assert.equal(rest.length, 11);
    const shown = JSON.stringify([
      detail,
      first,
      rest,
      await ask<object>(`broadcasts/${id}/audit`),
      await ask<object>(`broadcasts/${id}/results`),
      await ask<object>('overview'),
    ]);
    const pseudonym = bench.data.pseudonyms.person('telegram', String(FIRST));
    assert.ok(!shown.includes(String(FIRST)) && !shown.includes(pseudonym));
  });

  it('keeps the token out of its log', async () => {
    await login('Ayşe', `${ADMIN_TOKEN}?`);
    assert.ok(bench.log().includes('/dashboard/login'));
    assert.ok(!bench.log().includes(ADMIN_TOKEN));
  });

  it('lets nobody try tokens without end, and whoever is in stays in', async () => {
    const cookie = await cookieOf('Ayşe');
    const wrong = await login('Eve', 'some-other-token-1');
    assert.equal(wrong.status, 401);
    assert.match(await wrong.text(), /role="alert"/);
    const bearer = async (token: string): Promise<Response> =>
      api('overview', { headers: { authorization: `Bearer ${token}` } });
    assert.match(((await (await bearer('nothing')).json()) as { error: string }).error, /ADMIN_TOKEN/);
    for (let n = 0; n < 10; n += 1) await bearer(`guess-${n}`);
    const late = await login('Ayşe');
    assert.equal(late.status, 429, 'even with the right one');
    assert.ok(Number(late.headers.get('retry-after')) > 0);
    assert.equal((await bearer(ADMIN_TOKEN)).status, 429);
    assert.equal((await api('overview', { headers: { cookie } })).status, 200);
  });
});

describe('the dashboard by its settings', () => {
  it('says kindly that it is off without ADMIN_TOKEN, and which variable turns it on', async () => {
    const bench = await openDashboard({ ADMIN_TOKEN: '' });
    const page = await fetch(`${bench.app.url}/dashboard/broadcasts`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /ADMIN_TOKEN/);
    const api = await fetch(`${bench.app.url}/api/admin/overview`, { headers: { authorization: 'Bearer ' } });
    assert.equal(api.status, 503);
    assert.match(((await api.json()) as { error: string }).error, /ADMIN_TOKEN/);
    await bench.close();
  });

  it('sends its cookie over https alone where that is its address', async () => {
    const bench = await openDashboard({ PUBLIC_URL: 'https://guide.example.org' });
    const response = await fetch(`${bench.app.address}/dashboard/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: 'https://guide.example.org' },
      body: new URLSearchParams({ token: ADMIN_TOKEN }),
    });
    assert.match(response.headers.getSetCookie()[0] ?? '', /^__Host-rehber_admin=.*; Secure/);
    await bench.close();
  });
});
