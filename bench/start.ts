import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dataFolder, removeFolder, Serving } from '../tests/support/rehber.ts';
import { milliseconds, ratio } from './figures.ts';

const STARTS = 3;

/** From the command to an open guide, and the memory that it then takes, beside a Node that does nothing. */
export async function benchStart(): Promise<Record<string, string>> {
  const times: number[] = [];
  let memory = Number.NaN;
  for (let n = 0; n < STARTS; n++) {
    const dir = await dataFolder();
    const start = performance.now();
    const serving = await Serving.start({ DATA_DIR: dir });
    times.push(performance.now() - start);
    memory = await residentBytes(serving);
    await serving.end();
    await removeFolder(dir);
  }
  const idle = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'exit');
  const yardstick = performance.now() - idle;
  const best = Math.min(...times);
  return {
    [`start to open, best of ${STARTS}`]: milliseconds(best),
    'yardstick: a Node that does nothing': milliseconds(yardstick),
    'a start against an empty Node': ratio(best, yardstick),
    'resident memory once open': `${Math.round(memory / 1024 / 1024)} MiB`,
  };
}

async function residentBytes(serving: Serving): Promise<number> {
  const text = await (await fetch(`${serving.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
}
