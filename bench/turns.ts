import { pino } from 'pino';
import type { Adapter } from '../adapters/adapter.ts';
import { createAnswering } from '../src/answering.ts';
import { connectChannels } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { InboundEvent } from '../src/messages.ts';
import { openData } from '../src/store/data.ts';
import { InboxEvent } from '../src/store/models/inbox-event.ts';
import { dataFolder, removeFolder } from '../tests/support/rehber.ts';
import { milliseconds, quantile, ratio } from './figures.ts';

const WARM_UP = 200;
const TURNS = 1_000;
const QUESTIONS = [
  'kebab near me',
  'Ayasofya ne zaman açılıyor?',
  'Galata Turm',
  'музей рядом',
  'مسجد',
  'breakfast in Kadıköy',
];

/** Our own work from an event's arrival to the moment its answer is handed to the platform: no model, the embedded store. */
export async function benchTurns(): Promise<Record<string, string>> {
  const dir = await dataFolder();
  const log = pino({ level: 'silent' });
  const config = readConfig({ DATA_DIR: dir });
  const [data, answering] = await Promise.all([openData(config, log), createAnswering(config)]);
  let sent: () => void = () => {};
  const { accept, worker } = connectChannels([outlet(() => sent())], { config, data, answering, log });
  await worker.start();
  const samples: number[] = [];
  const engine: number[] = [];
  for (let n = 0; n < WARM_UP + TURNS; n++) {
    const text = QUESTIONS[n % QUESTIONS.length] ?? '';
    const answered = new Promise<void>((resolve) => (sent = resolve));
    const start = performance.now();
    await accept([event(n, text)]);
    await answered;
    if (n >= WARM_UP) samples.push(performance.now() - start);
    const turnId = 'a'.repeat(24);
    const asked = performance.now();
    await answering.engine.answer({ text, at: new Date(), history: [], turnId });
    if (n >= WARM_UP) engine.push(performance.now() - asked);
  }
  const inserts: number[] = [];
  for (let n = 0; n < TURNS; n++) {
    const start = performance.now();
    await InboxEvent.collection.insertOne({
      _id: `bench-${n}` as never,
      state: 'done',
      event: Buffer.alloc(300),
    });
    inserts.push(performance.now() - start);
  }
  await worker.stop();
  await data.store.close();
  await removeFolder(dir);
  return {
    'own work a turn, p50': milliseconds(quantile(samples, 0.5)),
    'own work a turn, p99': milliseconds(quantile(samples, 0.99)),
    '  of it the engine, p50': milliseconds(quantile(engine, 0.5)),
    '  of it the engine, p99': milliseconds(quantile(engine, 0.99)),
    'yardstick: one insert into the same store, p50': milliseconds(quantile(inserts, 0.5)),
    'a turn against one insert, p50': ratio(quantile(samples, 0.5), quantile(inserts, 0.5)),
  };
}

function event(n: number, text: string): InboundEvent {
  // A conversation of its own each time: nothing waits for another
  const id = String(n);
  return { id, platform: 'bench', conversation: id, user: { id }, at: new Date(), kind: 'text', text };
}

function outlet(onSend: () => void): Adapter {
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
    send: async () => {
      onSend();
      return '1';
    },
  };
}
