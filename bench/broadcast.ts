import { createBroadcast } from '../src/broadcast/compose.ts';
import { broadcastStatus } from '../src/broadcast/counts.ts';
import { freezeRecipients } from '../src/broadcast/freeze.ts';
import { findBroadcast, pause, resume, start } from '../src/broadcast/life.ts';
import { addPeople } from '../tests/broadcast/people.ts';
import type { FakeTelegram } from '../tests/support/fake-telegram.ts';
import { Serving } from '../tests/support/rehber.ts';
import { eventually } from '../tests/support/store.ts';
import { post, textUpdate } from '../tests/support/telegram-chat.ts';
import { withBroadcasts } from './broadcast-parts.ts';
import { milliseconds, quantile } from './figures.ts';

const PER_SECOND = 30;
const FIRST = 1_000_000;
/** Recipients; 3,000 unless `BENCH_RECIPIENTS` says otherwise. */
const RECIPIENTS = Number(process.env['BENCH_RECIPIENTS'] ?? 3_000);
const PAUSE_MS = 3_000;
const QUESTION_MS = 400;

/**
 * A broadcast on a Telegram that enforces 30 a second, by two processes: each is killed in turn, three kills in all, it is
 * paused and resumed once, 5 % blocked us, 1 % meet an error of the server, and people ask questions meanwhile.
 */
export async function benchBroadcast(): Promise<Record<string, string>> {
  return withBroadcasts(async ({ env, parts, telegram }) => {
    telegram.perSecond = PER_SECOND;
    await addPeople({ first: FIRST, count: RECIPIENTS }, parts);
    for (let n = 0; n < RECIPIENTS; n++) {
      if (n % 20 === 0) telegram.blocked.add(FIRST + n);
      if (n % 100 === 50) telegram.unlucky.add(FIRST + n);
    }
    const processes = await Promise.all([Serving.start(env), Serving.start(env)]);
    const questions = askAllAlong(telegram, processes);
    const id = await createBroadcast({ name: 'bench', texts: { en: 'PROMO' } }, 'bench', parts);
    await start(id, 'bench', { config: parts.config, now: new Date() });
    await freezeRecipients(id, parts);
    const begun = performance.now();
    const before = telegram.takenAt.length;
    // Asking the store how far it is would cost what is measured
    const past = async (share: number): Promise<void> =>
      eventually(
        `${share} are through`,
        () => telegram.takenAt.length - before >= RECIPIENTS * share,
        600_000,
      );
    for (const [n, share] of [0.2, 0.4, 0.6].entries()) {
      await past(share);
      const victim = n % 2;
      await processes[victim]?.end('SIGKILL');
      processes[victim] = await Serving.start(env);
    }
    await past(0.8);
    await pause(id, 'bench');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await resume(id, 'bench', { config: parts.config, now: new Date() });
    await past(0.995);
    await eventually('it is done', async () => (await findBroadcast(id)).state === 'done', 600_000);
    const seconds = ((telegram.takenAt.at(-1) ?? 0) - begun - PAUSE_MS) / 1_000;
    const messages = telegram.takenAt.length - before;
    const answered = questions();
    await Promise.all(processes.map(async (each) => each.end()));
    const { counts, reasons } = await broadcastStatus(id);
    const chats = [...telegram.messages.values()]
      .filter(({ text }) => text === 'PROMO')
      .map(({ chat }) => chat);
    return {
      'messages a second, kills and errors among them, without the pause': (messages / seconds).toFixed(2),
      'of what the platform allows': `${((messages / seconds / PER_SECOND) * 100).toFixed(1)} %`,
      'most within any second': String(mostWithinASecond(telegram.takenAt)),
      'refused for being one too many': String(telegram.tooMany),
      'people who got it twice': String(chats.length - new Set(chats).size),
      'rows by state': Object.entries(counts)
        .filter(([, n]) => n > 0)
        .map(([state, n]) => `${n} ${state}`)
        .join(', '),
      'of them not sent or uncertain because': JSON.stringify(reasons),
      'answers to questions meanwhile, p50': milliseconds(quantile(answered, 0.5)),
      'answers to questions meanwhile, p99': `${milliseconds(quantile(answered, 0.99))} of ${answered.length}`,
    };
  });
}

/** Asks a question now and then, of a process that is there; ends with the milliseconds that each answer took. */
function askAllAlong(telegram: FakeTelegram, processes: Serving[]): () => number[] {
  const asked = new Map<number, number>();
  const waits: number[] = [];
  let chat = 1;
  let seen = 0;
  const ask = async (): Promise<void> => {
    const mine = chat++;
    const serving = processes[mine % processes.length];
    if (!serving?.running) return;
    const begun = performance.now();
    const status = await post(serving, textUpdate(mine, mine, 'kebab')).catch(() => 0);
    // Who was killed before the question was stored gets it again from Telegram, which is another figure
    if (status === 200) asked.set(mine, begun);
  };
  const asking = setInterval(() => void ask(), QUESTION_MS);
  const looking = setInterval(() => {
    const messages = [...telegram.messages.values()].slice(seen);
    seen += messages.length;
    for (const message of messages) {
      const begun = asked.get(message.chat);
      if (begun === undefined) continue;
      waits.push(performance.now() - begun);
      asked.delete(message.chat);
    }
  }, 20);
  return () => {
    clearInterval(asking);
    clearInterval(looking);
    return waits;
  };
}

function mostWithinASecond(moments: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [last, moment] of moments.entries()) {
    while (moment - (moments[first] ?? 0) >= 1_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
