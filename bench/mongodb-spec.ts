import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../src/store/embedded/server.ts';
import { runSpecifications, type TestResult } from './mongodb-spec/run.ts';
import { MISSING } from './mongodb-spec/skips.ts';

const USAGE = `Usage: node bench/mongodb-spec.ts FOLDER [--only WORD] [--uri MONGODB_URI] [--skips]

Runs MongoDB's CRUD specification tests (unified format) in FOLDER against the embedded store.
  --only WORD   only files whose names hold WORD
  --uri URI     against another server, which loses the databases that the tests name
  --skips       lists each test that is left out, and why
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, uri: { type: 'string' }, skips: { type: 'boolean' } },
});
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  process.stderr.write(USAGE);
  process.exit(2);
}

const OUTCOMES = ['passed', 'failed', 'skipped', 'not runnable'] as const;

function countsOf(results: readonly TestResult[]): string {
  return OUTCOMES.map(
    (outcome) => `${results.filter((each) => each.outcome === outcome).length} ${outcome}`,
  ).join(', ');
}

function report(results: readonly TestResult[]): void {
  for (const [file, tests] of Map.groupBy(results, (each) => each.file)) {
    console.log(`${file}: ${countsOf(tests)}`);
    for (const { outcome, test, reason } of tests)
      if (outcome === 'failed' || outcome === 'skipped')
        console.log(`  ${outcome}: ${test}: ${reason ?? ''}`);
  }
  const runnable = results.filter(({ outcome }) => outcome !== 'not runnable').length;
  const skipped = results.filter(({ outcome }) => outcome === 'skipped').length;
  console.log(
    `\n${countsOf(results)}; left out of the runnable: ${((100 * skipped) / runnable).toFixed(1)} %`,
  );
}

function skipTable(results: readonly TestResult[]): void {
  for (const { what, why } of MISSING) {
    console.log(`| \`${what}\` | ${why} |`);
    for (const { file, test, reason } of results) if (reason === what) console.log(`| | ${file}: ${test} |`);
  }
}

const dir = await mkdtemp(join(tmpdir(), 'rehber-spec-'));
const server = values.uri === undefined ? await startEmbedded({ dir }) : undefined;
try {
  const results = await runSpecifications(folder, values.uri ?? server!.uri, values.only);
  if (values.skips) skipTable(results);
  else report(results);
  if (results.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
} finally {
  await server?.close();
  await rm(dir, { recursive: true, force: true });
}
