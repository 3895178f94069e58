import { randomBytes } from 'node:crypto';
import { startEmbedded } from '../../src/store/embedded/server.ts';
import { FakeTelegram } from './fake-telegram.ts';
import { dataFolder, removeFolder, Serving } from './rehber.ts';
import { StoreProxy } from './store-proxy.ts';
import { eventually } from './store.ts';
import { answersIn, post, textUpdate, webhookEnvironment } from './telegram-chat.ts';

/** What became of the turns over which a process was killed. */
export interface KillReport {
  turns: number;
  kills: number;
  /** Turns whose event was stored and that have no answer. */
  unanswered: number;
  /** Turns with a second answer: the window between the platform's accept and our mark. */
  repeated: number;
  /** Most answers that one turn got. */
  mostAnswers: number;
}

/**
 * Serves from a store that outlives the process, and kills the process with SIGKILL in each turn: at its first write in the
 * first turn, at its second in the second and so on, in turns before the store has it and after, then from the first again.
 */
export async function killAtEachStep(
  turns: number,
  onTurn: (done: number) => void = () => {},
): Promise<KillReport> {
  const dir = await dataFolder();
  const store = await startEmbedded({ dir });
  const proxy = await StoreProxy.start(store.port);
  const telegram = await FakeTelegram.start();
  try {
    return await run({ turns, onTurn, dir, proxy, telegram });
  } finally {
    await proxy.close();
    await telegram.close();
    await store.close();
    await removeFolder(dir);
  }
}

interface Parts {
  turns: number;
  onTurn: (done: number) => void;
  dir: string;
  proxy: StoreProxy;
  telegram: FakeTelegram;
}

async function run({ turns, onTurn, dir, proxy, telegram }: Parts): Promise<KillReport> {
  const env = {
    ...webhookEnvironment(telegram, dir),
    MONGODB_URI: proxy.uri,
    PSEUDONYM_KEY: randomBytes(32).toString('base64'),
    DATA_KEY: randomBytes(32).toString('base64'),
  };
  let serving = await Serving.start(env);
  let kills = 0;
  let step = 1;
  let when: 'before' | 'after' = 'before';
  for (let turn = 1; turn <= turns; turn++) {
    const chat = 10_000 + turn;
    const body = textUpdate(turn, chat, 'kebab');
    proxy.arm(step, when, () => serving.child.kill('SIGKILL'));
    // Telegram delivers again what was not acknowledged
    const acknowledged = await post(serving, body).then(
      (status) => status === 200,
      () => false,
    );
    await eventually(
      'the turn is answered or the process killed',
      () => !serving.running || answersIn(telegram, chat).length > 0,
    );
    // What follows the answer are steps of the turn too
    if (serving.running)
      await Promise.race([serving.gone, new Promise((resolve) => setTimeout(resolve, 250))]);
    proxy.disarm();
    if (serving.running) {
      // The turn has no step as late as that: begin again with the other kind of kill
      step = 1;
      when = when === 'before' ? 'after' : 'before';
    } else {
      kills += 1;
      step += 1;
      serving = await Serving.start(env);
    }
    if (!acknowledged) await post(serving, body);
    await eventually(`turn ${turn} is answered`, () => answersIn(telegram, chat).length > 0, 30_000);
    onTurn(turn);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await serving.end();
  const counts = Array.from({ length: turns }, (_, i) => answersIn(telegram, 10_001 + i).length);
  return {
    turns,
    kills,
    unanswered: counts.filter((n) => n === 0).length,
    repeated: counts.filter((n) => n > 1).length,
    mostAnswers: Math.max(...counts),
  };
}
