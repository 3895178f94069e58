import { pino } from 'pino';
import type { Adapter } from '../adapters/adapter.ts';
import { createAnswering, type Answering } from '../src/answering.ts';
import { connectChannels } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { InboundEvent } from '../src/messages.ts';
import { openData } from '../src/store/data.ts';
import { InboxEvent } from '../src/store/models/inbox-event.ts';
import { dataFolder, removeFolder } from '../tests/support/rehber.ts';
import { milliseconds, quantile, ratio } from './figures.ts';

/** Conversations that only warm up, and those that are measured. */
const WARM_UP = 150;
const CONVERSATIONS = 300;
/** Turns of each conversation after the first; the offers are asked about behind one of them. */
const LATER = 4;
/** Inserts after each round of turns. */
const INSERTS = 200;
const QUESTIONS = [
  'kebab near me',
  'Ayasofya ne zaman açılıyor?',
  'Galata Turm',
  'музей рядом',
  'مسجد',
  'breakfast in Kadıköy',
];

/**
 * Our own work from an event's arrival to the moment its answer is handed to the platform: no model, the embedded store.
 * Turns come one right after the other, each in another conversation than the one before.
 */
export async function benchTurns(): Promise<Record<string, string>> {
  const dir = await dataFolder();
  const log = pino({ level: 'silent' });
  const config = readConfig({ DATA_DIR: dir });
  const [data, answering] = await Promise.all([openData(config, log), createAnswering(config)]);
  const answered = new Map<string, () => void>();
  const engine: number[] = [];
  const { accept, worker } = connectChannels([outlet((conversation) => answered.get(conversation)?.())], {
    config,
    data,
    answering: { ...answering, engine: timed(answering.engine, engine) },
    log,
  });
  await worker.start();

  let asked = 0;
  const turn = async (conversation: string): Promise<number> => {
    const done = new Promise<void>((resolve) => answered.set(conversation, resolve));
    const event = question(asked++, conversation);
    const start = performance.now();
    await accept([event]);
    await done;
    return performance.now() - start;
  };
  const round = async (kind: string, conversations: number): Promise<number[]> => {
    const samples: number[] = [];
    for (let n = 0; n < conversations; n++) samples.push(await turn(`${kind}-${n}`));
    return samples;
  };
  for (let n = 0; n < 2; n++) await round('warm-up', WARM_UP);
  engine.length = 0;
  const first = await round('measured', CONVERSATIONS);
  const inserts = await insertSome();
  const later: number[] = [];
  for (let n = 0; n < LATER; n++) {
    later.push(...(await round('measured', CONVERSATIONS)));
    inserts.push(...(await insertSome()));
  }

  await worker.stop();
  await data.store.close();
  await removeFolder(dir);
  return {
    ...figures('a first contact', first),
    ...figures('a later turn', later),
    ...figures('  of either the engine', engine),
    ...figures('yardstick: one insert into the same store', inserts),
    'a first contact against one insert, p50': ratio(quantile(first, 0.5), quantile(inserts, 0.5)),
    'a later turn against one insert, p50': ratio(quantile(later, 0.5), quantile(inserts, 0.5)),
    'a later turn against one insert, p99': ratio(quantile(later, 0.99), quantile(inserts, 0.99)),
  };
}

function figures(name: string, samples: number[]): Record<string, string> {
  return {
    [`${name}, p50`]: milliseconds(quantile(samples, 0.5)),
    [`${name}, p99`]: milliseconds(quantile(samples, 0.99)),
  };
}

/** The engine, its milliseconds for each answer noted down. */
function timed(engine: Answering['engine'], samples: number[]): Answering['engine'] {
  return {
    async answer(asked, signal) {
      const start = performance.now();
      const answer = await engine.answer(asked, signal);
      samples.push(performance.now() - start);
      return answer;
    },
  };
}

let inserted = 0;

/** Milliseconds of single inserts that are on disk when they are answered. */
async function insertSome(): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 0; n < INSERTS; n++) {
    const _id = `bench-${inserted++}` as never;
    const start = performance.now();
    await InboxEvent.collection.insertOne({ _id, state: 'done', event: Buffer.alloc(300) });
    samples.push(performance.now() - start);
  }
  return samples;
}

function question(n: number, conversation: string): InboundEvent {
  const text = QUESTIONS[n % QUESTIONS.length] ?? '';
  const user = { id: conversation };
  return { id: String(n), platform: 'bench', conversation, user, at: new Date(), kind: 'text', text };
}

function outlet(onSend: (conversation: string) => void): Adapter {
  return {
    platform: 'bench',
    capabilities: {
      buttons: 8,
      buttonLabel: 64,
      editing: false,
      notices: false,
      typing: false,
      location: true,
      mapPoint: false,
      files: false,
      maxText: 4_096,
      footer: 0,
      markup: 'none',
    },
    start: async () => {},
    stop: async () => {},
    send: async ({ conversation }) => {
      onSend(conversation);
      return '1';
    },
  };
}
