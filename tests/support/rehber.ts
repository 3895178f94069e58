import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const FLAGS = ['--disable-warning=ExperimentalWarning', '--disable-warning=DeprecationWarning'];

/** The environment of a child: nothing of ours but the path. */
function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env };
}

/** A temporary data folder. */
export async function dataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'rehber-data-'));
}

/** A serving process, as a user starts it. */
export class Serving {
  readonly lines: Record<string, unknown>[] = [];
  readonly child: ChildProcess;
  stderr = '';
  url = '';
  store = '';

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  /** Starts `rehber serve` and waits until it is open. @throws Error with its output when it ends before */
  static async start(env: Record<string, string>): Promise<Serving> {
    const child = spawn(process.execPath, [...FLAGS, MAIN, 'serve'], {
      cwd: tmpdir(),
      env: environment({ PORT: '0', ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const serving = new Serving(child);
    child.stderr?.on('data', (chunk) => (serving.stderr += String(chunk)));
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) =>
        reject(new Error(`serve ended with ${code} before it was open:\n${serving.stderr}`)),
      );
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        const entry = JSON.parse(line) as Record<string, unknown>;
        serving.lines.push(entry);
        if (typeof entry['address'] !== 'string' || typeof entry['store'] !== 'string') return;
        serving.url = entry['address'];
        serving.store = entry['store'];
        resolve();
      });
    });
    return serving;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when the process is no more. */
  get gone(): Promise<unknown> {
    return this.running ? once(this.child, 'exit') : Promise.resolve();
  }

  /** Ends it by a signal and waits until it is gone. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.running) {
      const gone = once(this.child, 'exit');
      this.child.kill(signal);
      await gone;
    }
    return this.child.exitCode;
  }
}

/** Runs another verb to its end. */
export async function rehber(
  args: string[],
  env: Record<string, string> = {},
  input = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [...FLAGS, MAIN, ...args], {
    // Where no developer's `.env` lies
    cwd: tmpdir(),
    env: environment(env),
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

/** Runs a verb with `--json` and reads what it printed. */
export async function rehberJson<T>(args: string[], env: Record<string, string> = {}): Promise<T> {
  const done = await rehber([...args, '--json'], env);
  if (done.code !== 0) throw new Error(`rehber ${args.join(' ')} ended with ${done.code}:\n${done.stderr}`);
  return JSON.parse(done.stdout) as T;
}

export async function removeFolder(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
}
