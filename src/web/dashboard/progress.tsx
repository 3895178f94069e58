import type { BroadcastState, CountedState, Status } from '../admin/protocol.ts';
import { count, percent, spaced } from './format.ts';

/** In the order in which they are drawn. */
const STATES: readonly CountedState[] = [
  'read',
  'delivered',
  'sent',
  'uncertain',
  'failed',
  'skipped',
  'waiting',
];
const MEANINGS: Record<CountedState, string> = {
  waiting: 'not sent yet',
  sent: 'the platform took it',
  delivered: 'it is on their device',
  read: 'they saw it',
  failed: 'the platform refused it for good',
  uncertain: 'cut off on the way: perhaps they got it, and it is not sent again',
  skipped: 'not to be sent any more',
};

export function StateBadge({ state }: { state: BroadcastState }) {
  return <span class={`badge ${state}`}>{state}</span>;
}

/** One bar of all recipients, by how far their message has come. */
export function Progress({ status: { counts, total } }: { status: Status }) {
  const shown = STATES.filter((state) => counts[state] > 0);
  const words = shown.map((state) => `${count(counts[state])} ${state}`).join(', ');
  return (
    <div class="progress" role="img" aria-label={`Of ${count(total)}: ${words}`}>
      {shown.map((state) => (
        <span key={state} class={state} style={{ width: `${(counts[state] / total) * 100}%` }} />
      ))}
    </div>
  );
}

/** The same in numbers, with the reasons. */
export function Counts({ status: { counts, reasons, total } }: { status: Status }) {
  return (
    <table class="counts">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" class="number">
            People
          </th>
          <th scope="col" class="number">
            Share
          </th>
        </tr>
      </thead>
      <tbody>
        {STATES.toReversed().map((state) => (
          <tr key={state} class={counts[state] === 0 ? 'faint' : undefined}>
            <th scope="row">
              <span class={`dot ${state}`} aria-hidden="true" />
              {state}
              <span class="faint small meaning">
                {counts[state] > 0 && reasonsOf(state, reasons) !== ''
                  ? reasonsOf(state, reasons)
                  : MEANINGS[state]}
              </span>
            </th>
            <td class="number">{count(counts[state])}</td>
            <td class="number">{total > 0 ? percent(counts[state] / total) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function reasonsOf(state: string, reasons: Record<string, number>): string {
  return Object.entries(reasons)
    .filter(([key]) => key.startsWith(`${state}.`))
    .map(([key, n]) => `${count(n)} ${spaced(key.slice(state.length + 1))}`)
    .join(', ');
}
