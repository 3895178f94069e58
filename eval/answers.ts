import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Intent, Language } from '../src/messages.ts';
import { NOW, type Question } from './questions.ts';

/** An answer as `rehber ask --json` gives it. */
export interface Answer {
  id: string;
  text: string;
  language: Language;
  intent: Intent;
  places: { id: string; name: string; lat: number; lon: number; distanceMeters?: number }[];
  route?: {
    legs: {
      mode: string;
      line: string;
      from: string;
      to: string;
      towards: string;
      stops: number;
      minutes: number;
    }[];
    minutes: number;
    transfers: number;
  };
  grounded: boolean;
  sources: { fact: string; url?: string; checkedOn: string }[];
  variant: string;
  latencyMs: number;
}

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/**
 * Asks through the public door: `rehber ask --batch`, all questions in one process.
 * @throws Error where a question got no answer
 */
export async function answersOf(questions: readonly Question[]): Promise<Map<string, Answer>> {
  const flags = ['--disable-warning=ExperimentalWarning', '--disable-warning=DeprecationWarning'];
  const child = spawn(process.execPath, [...flags, 'src/main.ts', 'ask', '--batch'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = questions.map(({ id, text, at, now, before }) =>
    JSON.stringify({ id, text, at, now: now ?? NOW, before }),
  );
  child.stdin.end(`${lines.join('\n')}\n`);
  const [output] = await Promise.all([readAll(child.stdout), once(child, 'close')]);
  const answers = new Map<string, Answer>();
  for (const line of output.trim().split('\n').filter(Boolean)) {
    const answer = JSON.parse(line) as Answer & { error?: string };
    if (answer.error !== undefined) throw new Error(`${answer.id} was not answered: ${answer.error}`);
    answers.set(answer.id, answer);
  }
  const missing = questions.filter(({ id }) => !answers.has(id));
  if (missing.length > 0)
    throw new Error(`${missing.length} questions were not answered, ${missing[0]?.id} first`);
  return answers;
}
