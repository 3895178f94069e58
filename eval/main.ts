import { parseArgs } from 'node:util';
import { CITY } from '../src/city.ts';
import { loadKnowledge } from '../src/knowledge/knowledge.ts';
import { answersOf } from './answers.ts';
import { Grounds } from './grounded.ts';
import { measureMassive } from './massive.ts';
import { readLines } from './pack.ts';
import { readQuestions, type Question } from './questions.ts';
import { failures, grouped, judgeAll, missedTargets, rowOf, table } from './report.ts';

/**
 * `npm run eval -- [--only KIND] [--json]`: asks the committed questions through `rehber ask --batch` and judges the
 * answers by program; with the fixtures there, also measures intent and language on MASSIVE's held-out utterances. Ends
 * with 1 where a target is missed.
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean' } } });

/** The question before, asked by itself, for what follows up on its answer. */
function beforeOf({ before, id, ...question }: Question): Question[] {
  const text = before?.at(-1);
  if (text === undefined) return [];
  return [{ ...question, id: `${id}/before`, text, before: before?.slice(0, -1) ?? [] }];
}

const questions = readQuestions(values.only);
const knowledge = await loadKnowledge(CITY);
const grounds = new Grounds(knowledge, readLines());
const answers = await answersOf([...questions, ...questions.flatMap(beforeOf)]);
const judged = judgeAll(questions, answers, { knowledge, grounds });
const fixtures = process.env.REHBER_FIXTURES;
const massive = fixtures && !values.only ? measureMassive(fixtures, knowledge) : undefined;
const missed = [...missedTargets(judged), ...(massive?.missed ?? [])];

const byKind = grouped(judged, ({ question }) => question.kind);
const byLanguage = grouped(judged, ({ question }) => question.language ?? '-');
const variants = [...new Set(judged.map(({ answer }) => answer.variant))];
if (values.json) {
  const report = {
    variants,
    all: rowOf(judged),
    byKind,
    byLanguage,
    ...(massive ? { massive: massive.figures } : {}),
    failures: judged
      .filter(({ wrong }) => Object.keys(wrong).length > 0)
      .map(({ question: { id, text }, answer, wrong }) => ({ id, text, answer: answer.text, wrong })),
    missed,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
} else {
  const parts = [
    `${judged.length} questions, answered by ${variants.join(', ')}`,
    table('kind', byKind),
    table('language', byLanguage),
    table('', { all: rowOf(judged) }),
    ...(massive ? [massive.text] : []),
    failures(judged).join('\n'),
    missed.length > 0 ? `missed: ${missed.join('; ')}` : 'all targets are met',
  ];
  process.stdout.write(`${parts.filter(Boolean).join('\n\n')}\n`);
}
process.exitCode = missed.length > 0 ? 1 : 0;
