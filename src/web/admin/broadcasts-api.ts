import { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { DeliveryError } from '../../../adapters/errors.ts';
import { auditLog } from '../../broadcast/audit.ts';
import { createBroadcast, editBroadcast, fallbackOf } from '../../broadcast/compose.ts';
import { broadcastStatus, listBroadcasts } from '../../broadcast/counts.ts';
import { BroadcastError } from '../../broadcast/errors.ts';
import { approve, cancel, findBroadcast, pause, resume, start } from '../../broadcast/life.ts';
import type { BroadcastParts } from '../../broadcast/parts.ts';
import { countAudience, previewBroadcast, testBroadcast } from '../../broadcast/preview.ts';
import { broadcastResults } from '../../broadcast/results.ts';
import { readSegment } from '../../broadcast/segment.ts';
import type { AuditRow } from '../../store/models/audit.ts';
import type { BroadcastRow } from '../../store/models/broadcast.ts';
import { readAudience, readDraft } from './draft.ts';
import { cleanName } from './login.ts';
import type { AuditLine, Detail, PreviewAnswer, Results, Status } from './protocol.ts';
import { recipientsCsv } from './recipients-csv.ts';

/** Largest draft, in bytes: a picture of 5 MB in base64 and its texts. */
const DRAFT_LIMIT = 8 * 1_024 * 1_024;
/** For what pages look at every few seconds: a line in the log only where something is wrong. */
const QUIET = { logLevel: 'warn' } as const;
/** Lines of the audit log of all broadcasts. */
const AUDIT_LINES = 200;

interface Of {
  Params: { id: string };
}

/** Adds `…/broadcasts` and what belongs to them: the verbs of `rehber broadcast`, over HTTP. */
export function addBroadcastsApi(server: FastifyInstance, parts: BroadcastParts): void {
  const { config, knowledge } = parts;
  answerMistakes(server);
  const actor: ActorOf = (request) => actorOf(request, config.PROMO_APPROVAL === 'required');

  server.get('/broadcasts', QUIET, async (): Promise<Status[]> => listBroadcasts());
  server.post('/broadcasts', { bodyLimit: DRAFT_LIMIT }, async (request, reply) => {
    const id = await createBroadcast(readDraft(request.body), actor(request), parts);
    reply.code(201);
    return { id };
  });
  server.post('/audience', async (request, reply) => {
    const given = readAudience(request.body);
    const segment = readSegment(given.segment, knowledge);
    const fallback = fallbackOf(given.fallback, given.texts);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    return countAudience({ ...given, segment, fallback } as BroadcastRow, parts, gone.signal);
  });
  server.get('/audit', async (): Promise<AuditLine[]> => auditLines(await auditLog(undefined, AUDIT_LINES)));

  void server.register(
    async (one) => {
      one.addHook<Of>('preHandler', async (request, reply) => {
        const { id } = request.params;
        const found = await findBroadcast(id).catch(() => undefined);
        if (!found) await reply.code(404).send({ error: `There is no broadcast ${id.slice(0, 40)}.` });
      });
      addOne(one, parts, actor);
      addLife(one, parts, actor);
    },
    { prefix: '/broadcasts/:id' },
  );
}

/** Of a request, what tells who acts. */
type Acting = Pick<FastifyRequest, 'body' | 'operator'>;
type ActorOf = (request: Acting) => string;

function addOne(server: FastifyInstance, parts: BroadcastParts, actor: ActorOf): void {
  server.get<Of>('/', QUIET, async ({ params }) => detailOf(params.id));
  server.get<Of>('/status', QUIET, async ({ params }): Promise<Status> => broadcastStatus(params.id));
  server.put<Of>('/', { bodyLimit: DRAFT_LIMIT }, async ({ body, operator, params }) => {
    await editBroadcast(params.id, readDraft(body), actor({ body, operator }), parts);
    return { id: params.id };
  });
  server.get<Of>('/results', QUIET, async ({ params }): Promise<Results> => broadcastResults(params.id));
  server.get<Of>('/audit', async ({ params }): Promise<AuditLine[]> => auditLines(await auditLog(params.id)));
  server.get<Of>('/recipients.csv', async ({ params }, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="broadcast-${params.id}.csv"`)
      .send(Readable.from(recipientsCsv(params.id))),
  );
}

/** The steps of a broadcast's life; each answers with the state that it is in now. */
function addLife(server: FastifyInstance, parts: BroadcastParts, actor: ActorOf): void {
  const { config } = parts;
  server.post<Of>('/preview', async ({ body, operator, params }): Promise<PreviewAnswer> => {
    const preview = await previewBroadcast(params.id, actor({ body, operator }), parts);
    return { ...preview, excluded: { ...preview.excluded } };
  });
  server.post<Of>('/test', async ({ body, operator, params }) => {
    const { to } = (body ?? {}) as { to?: unknown };
    if (typeof to !== 'string') throw new BroadcastError('Say to whom: {"to": "PLATFORM:USER"}.');
    await testBroadcast(params.id, to, actor({ body, operator }), parts);
    return stateOf(params.id);
  });
  const steps: Record<string, (id: string, by: string) => Promise<unknown>> = {
    approve: async (id, by) => approve(id, by, config),
    // The process that sends writes the recipients down
    start: async (id, by) => start(id, by, { config, now: new Date() }),
    pause: async (id, by) => pause(id, by),
    resume: async (id, by) => resume(id, by, { config, now: new Date() }),
    cancel: async (id, by) => cancel(id, by),
  };
  for (const [name, step] of Object.entries(steps))
    server.post<Of>(`/${name}`, async ({ body, operator, params }) => {
      await step(params.id, actor({ body, operator }));
      return stateOf(params.id);
    });
}

async function stateOf(id: string): Promise<Pick<Status, 'id' | 'state'>> {
  const { state } = await findBroadcast(id);
  return { id, state };
}

/** Mistakes of the operator as such; all else is for the server's own handler. */
function answerMistakes(server: FastifyInstance): void {
  server.setErrorHandler<FastifyError>(async (error, _request, reply) => {
    if (error instanceof BroadcastError) return reply.code(400).send({ error: error.message });
    if (error instanceof DeliveryError)
      return reply.code(502).send({ error: `The platform did not take it: ${error.message}` });
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return reply.code(413).send({ error: 'This is too much at once: a picture may have at most 5 MB.' });
    throw error;
  });
}

/** @throws BroadcastError where a name is needed and there is none */
function actorOf({ body, operator }: Acting, nameRequired: boolean): string {
  const { by } = (body ?? {}) as { by?: unknown };
  // Who logged in with a name acts under that name
  const given = typeof by === 'string' ? cleanName(by) : '';
  const name = operator?.name ? operator.name : given;
  if (name === '' && nameRequired)
    throw new BroadcastError(
      'PROMO_APPROVAL=required: say who you are, as `by` or by logging in with a name.',
    );
  const kind = operator?.kind ?? 'api';
  return name === '' ? kind : `${kind}:${name}`;
}

async function detailOf(id: string): Promise<Detail> {
  const [row, status] = await Promise.all([findBroadcast(id), broadcastStatus(id)]);
  const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;
  return {
    ...status,
    texts: { ...row.texts },
    textsB: row.textsB ? { ...row.textsB } : null,
    fallback: row.fallback ?? null,
    segment: row.segment as Record<string, unknown>,
    holdout: row.holdout,
    link: row.link ?? null,
    linkLabels: { ...row.linkLabels },
    place: row.place ?? null,
    picture: row.picture ?? null,
    template: row.template ?? null,
    templateParameters: { ...row.templateParameters },
    templateLanguages: { ...row.templateLanguages },
    createdAt: row.createdAt.toISOString(),
    createdBy: shownActor(row.createdBy),
    previewedAt: iso(row.previewedAt),
    testedAt: iso(row.testedAt),
    approvedAt: iso(row.approvedAt),
    approvedBy: row.approvedBy ? shownActor(row.approvedBy) : null,
  };
}

function auditLines(rows: AuditRow[]): AuditLine[] {
  return rows
    .filter(({ action }) => action.startsWith('broadcast '))
    .map(({ action, actor, at, details, subject }) => ({
      at: at.toISOString(),
      actor: shownActor(actor),
      action: action.slice('broadcast '.length),
      broadcast: subject,
      details: (details as Record<string, unknown> | undefined) ?? null,
    }));
}

/** What operators call themselves is shown; ids of people on Slack are not. */
function shownActor(actor: string): string {
  return actor.startsWith('slack:') ? 'slack' : actor;
}
