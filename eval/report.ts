import { wrongLength } from './lengths.ts';
import type { Answer } from './answers.ts';
import type { Grounds } from './grounded.ts';
import { judge } from './judge.ts';
import type { Question } from './questions.ts';
import type { Knowledge } from '../src/knowledge/types.ts';

/** One question with its answer, and what is wrong with it by what is measured. */
export interface Judged {
  question: Question;
  answer: Answer;
  wrong: Partial<Record<Measure, string[]>>;
}

export const MEASURES = ['kind', 'place or route', 'grounded', 'language', 'length'] as const;
export type Measure = (typeof MEASURES)[number];

/** The share of right answers that the set must reach, all questions together. */
export const TARGETS: Record<Measure, number> = {
  kind: 0.95,
  'place or route': 0.95,
  grounded: 1,
  language: 0.97,
  length: 0.95,
};

/** Judges every answer. */
export function judgeAll(
  questions: readonly Question[],
  answers: ReadonlyMap<string, Answer>,
  { knowledge, grounds }: { knowledge: Knowledge; grounds: Grounds },
): Judged[] {
  return questions.flatMap((question) => {
    const answer = answers.get(question.id);
    if (!answer) return [];
    const before = answers.get(`${question.id}/before`);
    const verdict = judge(question, answer, before, knowledge);
    const invented = grounds.invented(question, answer, before);
    const length = wrongLength(answer);
    const wrong: Judged['wrong'] = {
      ...(verdict.intent ? { kind: [verdict.intent] } : {}),
      ...(verdict.content.length > 0 ? { 'place or route': verdict.content } : {}),
      ...(invented.length > 0 ? { grounded: invented.map((each) => `nothing accounts for “${each}”`) } : {}),
      ...(verdict.language ? { language: [verdict.language] } : {}),
      ...(length ? { length: [length] } : {}),
    };
    return [{ question, answer, wrong }];
  });
}

/** Shares of right answers and latencies of a group. */
export interface Row {
  questions: number;
  right: Record<Measure, number>;
  p50: number;
  p99: number;
}

export function rowOf(judged: readonly Judged[]): Row {
  const share = (measure: Measure) =>
    judged.filter(({ wrong }) => wrong[measure] === undefined).length / Math.max(1, judged.length);
  const latencies = judged.map(({ answer }) => answer.latencyMs).toSorted((a, b) => a - b);
  return {
    questions: judged.length,
    right: Object.fromEntries(MEASURES.map((measure) => [measure, share(measure)])) as Row['right'],
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The rows of a table, one a group. */
export function grouped(judged: readonly Judged[], by: (each: Judged) => string): Record<string, Row> {
  const groups = new Map<string, Judged[]>();
  for (const each of judged) groups.set(by(each), [...(groups.get(by(each)) ?? []), each]);
  return Object.fromEntries([...groups].map(([name, members]) => [name, rowOf(members)]));
}

/** A table as text: shares in per cent, latencies in milliseconds. */
export function table(title: string, rows: Record<string, Row>): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const lines = Object.entries(rows).map(([name, { questions, right, p50, p99 }]) =>
    [
      name.padEnd(12),
      String(questions).padStart(9),
      ...MEASURES.map((measure) => percent(right[measure]).padStart(Math.max(9, measure.length + 2))),
      p50.toFixed(1).padStart(8),
      p99.toFixed(1).padStart(8),
    ].join(''),
  );
  const head = [
    title.padEnd(12),
    'questions'.padStart(9),
    ...MEASURES.map((measure) => measure.padStart(Math.max(9, measure.length + 2))),
    'p50 ms'.padStart(8),
    'p99 ms'.padStart(8),
  ].join('');
  return [head, ...lines].join('\n');
}

/** The failures, one a line. */
export function failures(judged: readonly Judged[]): string[] {
  return judged.flatMap(({ question, answer, wrong }) =>
    Object.entries(wrong).flatMap(([measure, problems]) =>
      problems.map(
        (problem) =>
          `${question.id}  ${measure}: ${problem}\n    “${question.text}” → “${answer.text.replaceAll('\n', ' ')}”`,
      ),
    ),
  );
}

/** The targets that are missed: those of `TARGETS`, and that every emergency is one and nothing else is. */
export function missedTargets(judged: readonly Judged[]): string[] {
  const all = rowOf(judged);
  const missed = MEASURES.filter((measure) => all.right[measure] < TARGETS[measure]).map(
    (measure) =>
      `${measure}: ${(all.right[measure] * 100).toFixed(1)} %, not ${(TARGETS[measure] * 100).toFixed(0)} %`,
  );
  const overlooked = judged.filter(
    ({ question, answer }) => isEmergency(question) && answer.intent !== 'emergency',
  );
  const falseAlarms = judged.filter(
    ({ question, answer }) => !isEmergency(question) && answer.intent === 'emergency',
  );
  if (overlooked.length > 0) missed.push(`${overlooked.length} emergencies were overlooked`);
  if (falseAlarms.length > 0) missed.push(`${falseAlarms.length} false emergencies`);
  return missed;
}

function isEmergency({ kind }: Question): boolean {
  return kind === 'emergency';
}
