import { benchAcknowledgements } from './acknowledgements.ts';
import { benchForged } from './forged.ts';
import { benchBroadcast } from './broadcast.ts';
import { benchFreeze } from './freeze.ts';
import { benchKills } from './kills.ts';
import { benchPrompt } from './prompt.ts';
import { benchRedact } from './redact.ts';
import { benchStart } from './start.ts';
import { benchTurns } from './turns.ts';

/**
 * `npm run bench`, or `npm run bench -- NAME…` for some of them. Machines are noisy: each figure stands beside a yardstick of
 * the same run, and the ratio is what to compare.
 */
const BENCHES: Record<string, () => Promise<Record<string, string>>> = {
  turn: benchTurns,
  acknowledge: benchAcknowledgements,
  start: benchStart,
  prompt: benchPrompt,
  redact: benchRedact,
  forged: benchForged,
  kill: benchKills,
  broadcast: benchBroadcast,
  freeze: benchFreeze,
};
/** Minutes, not seconds: run when asked for by name. */
const HEAVY = new Set(['kill', 'broadcast', 'freeze']);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `no bench called ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exit(2);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 ? !asked.includes(name) : HEAVY.has(name)) continue;
  process.stdout.write(`\n${name}\n`);
  for (const [figure, value] of Object.entries(await bench()))
    process.stdout.write(`  ${figure.padEnd(52)} ${value}\n`);
}
process.exit(0);
