import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { BroadcastParts } from '../../broadcast/parts.ts';
import { CATEGORIES } from '../../knowledge/types.ts';
import { LANGUAGES, RTL_LANGUAGES } from '../../messages.ts';
import { NAME } from '../html.ts';
import { addBroadcastsApi } from './broadcasts-api.ts';
import { Guard } from './guard.ts';
import { addLogin, pathWithin } from './login.ts';
import { addOverviewApi } from './overview-api.ts';
import { dashboardPage, loginPage, switchedOffPage } from './pages.ts';
import type { DashboardSettings } from './protocol.ts';
import { Sessions } from './sessions.ts';

const OFF = 'The dashboard is off: set ADMIN_TOKEN to at least 16 characters and start again.';
const HOUR_MS = 60 * 60 * 1_000;

/**
 * Adds the dashboard at `/dashboard` and its API at `/api/admin`, both for who has `ADMIN_TOKEN`; without that variable
 * they say that they are off.
 */
export async function addDashboard(server: FastifyInstance, parts: BroadcastParts): Promise<void> {
  await server.register(async (admin) => {
    admin.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
      // Under no-referrer browsers name no origin with a form, and forms of other sites could not be told from ours
      reply.header('referrer-policy', 'same-origin');
    });
    // What pages of other sites can send without asking is text and forms
    admin.removeContentTypeParser('text/plain');
    const token = parts.config.ADMIN_TOKEN;
    if (token === undefined) addSwitchedOff(admin);
    else await addSwitchedOn(admin, token, parts);
  });
}

function addSwitchedOff(server: FastifyInstance): void {
  for (const url of ['/dashboard', '/dashboard/*'])
    server.get(url, async (_request, reply) =>
      reply.type('text/html; charset=utf-8').send(await switchedOffPage()),
    );
  server.all('/api/admin/*', async (_request, reply) => reply.code(503).send({ error: OFF }));
}

async function addSwitchedOn(server: FastifyInstance, token: string, parts: BroadcastParts): Promise<void> {
  await server.register(cookie);
  await server.register(rateLimit, { global: false });
  const guard = new Guard(server, new Sessions(parts.pseudonyms, token), parts.publicUrl);
  const nameRequired = parts.config.PROMO_APPROVAL === 'required';
  const settings = settingsOf(parts);
  for (const url of ['/dashboard', '/dashboard/broadcasts', '/dashboard/broadcasts/*'])
    server.get(url, { helmet: { xFrameOptions: { action: 'deny' } } }, async (request, reply) => {
      reply.type('text/html; charset=utf-8');
      const session = await guard.session(request);
      const next = pathWithin(request.url);
      return session ? dashboardPage({ ...settings, name: session.name }) : loginPage({ next, nameRequired });
    });
  await server.register(async (forms) => addLogin(forms, guard, nameRequired));
  await server.register(
    async (api) => {
      api.addHook('onRequest', async (request, reply) => guard.admit(request, reply));
      addOverviewApi(api);
      addBroadcastsApi(api, parts);
    },
    { prefix: '/api/admin' },
  );
}

function settingsOf({
  adapters,
  config,
  knowledge,
  publicUrl,
}: BroadcastParts): Omit<DashboardSettings, 'name'> {
  const { OPERATOR_NAME, PROMO_APPROVAL, PROMO_CAP, PROMO_HOURS, TIMEZONE } = config;
  return {
    guide: NAME,
    operator: OPERATOR_NAME ?? null,
    approvalRequired: PROMO_APPROVAL === 'required',
    promoHours: PROMO_HOURS,
    promoCap: PROMO_CAP
      ? `${PROMO_CAP.count} in ${PROMO_CAP.ms % (24 * HOUR_MS) === 0 ? `${PROMO_CAP.ms / (24 * HOUR_MS)} days` : `${PROMO_CAP.ms / HOUR_MS} hours`}`
      : 'no limit',
    timezone: TIMEZONE,
    platforms: [...adapters.keys()],
    languages: [...LANGUAGES],
    rightToLeft: [...RTL_LANGUAGES],
    categories: [...CATEGORIES],
    districts: [...new Set(knowledge.places.map(({ district }) => district))].sort((a, b) =>
      a.localeCompare(b, 'tr'),
    ),
    places: knowledge.places.map(({ id, name }) => ({ id, name: name.tr })),
    countsClicks: publicUrl !== undefined,
  };
}
