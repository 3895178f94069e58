import { progress } from '@clack/prompts';
import { killAtEachStep } from '../tests/support/kills.ts';

const TURNS = 50;

/** SIGKILL at each step of 50 turns: what is unanswered or answered twice. */
export async function benchKills(): Promise<Record<string, string>> {
  const bar = process.stdout.isTTY ? progress({ max: TURNS }) : undefined;
  bar?.start('Killing');
  const report = await killAtEachStep(TURNS, () => bar?.advance());
  bar?.stop(`${report.kills} kills`);
  return {
    turns: String(report.turns),
    kills: String(report.kills),
    'turns without an answer': String(report.unanswered),
    'turns with a second answer (the one window)': String(report.repeated),
    'most answers of one turn': String(report.mostAnswers),
  };
}
