import { freezeRecipients } from '../src/broadcast/freeze.ts';
import { withParts } from './broadcast-parts.ts';

/** Writes down the recipients of the broadcast named by the first argument; prints how long it took and how much memory. */
const [, , id = ''] = process.argv;
await withParts(process.env, async (parts) => {
  const begun = performance.now();
  await freezeRecipients(id, parts);
  const seconds = (performance.now() - begun) / 1_000;
  // Kilobytes: getrusage(2)
  const mostMegabytes = process.resourceUsage().maxRSS / 1_024;
  process.stdout.write(`${JSON.stringify({ seconds, mostMegabytes })}\n`);
});
process.exit(0);
