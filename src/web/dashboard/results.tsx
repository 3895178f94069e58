import type { ArmName, BroadcastState, Results } from '../admin/protocol.ts';
import { useAnswer } from './api.ts';
import { count } from './format.ts';
import { Waiting } from './frame.tsx';
import { settings } from './settings.ts';

/** Milliseconds between looks while it runs, and after. */
const RUNNING_MS = 5_000;
const AFTER_MS = 30_000;
const ARMS: Record<ArmName, string> = { a: 'First text', b: 'Second text', holdout: 'Nothing (hold-out)' };
const COLUMNS = {
  people: 'People',
  delivered: 'Delivered',
  read: 'Read',
  clicked: 'Clicked',
  replied: 'Asked',
  optedOut: 'Opted out',
} as const;

/** What came of a broadcast. */
export function ResultsOf({ id, state }: { id: string; state: BroadcastState }) {
  const everyMs = state === 'running' ? RUNNING_MS : AFTER_MS;
  const { data, error, reload } = useAnswer<Results>(`broadcasts/${id}/results`, everyMs);
  return (
    <section class="card" aria-labelledby="results">
      <h2 id="results">Results</h2>
      {(!data || error) && <Waiting error={error} onRetry={reload} />}
      {data && <Shown results={data} />}
    </section>
  );
}

function Shown({ results: { arms, comparisons, feedback } }: { results: Results }) {
  const rows = (Object.keys(ARMS) as ArmName[]).filter((arm) => arms[arm]);
  if (rows.length === 0) return <p class="faint">no data yet</p>;
  const single = rows.length === 1;
  return (
    <>
      <div class="scroll" role="region" aria-label="Table of results" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{single ? 'Text' : 'Version'}</th>
              {Object.values(COLUMNS).map((name) => (
                <th scope="col" class="number" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((arm) => (
              <tr key={arm}>
                <th scope="row">{single ? 'All' : ARMS[arm]}</th>
                {(Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).map((column) => (
                  <td class="number" key={column}>
                    {count(arms[arm]?.[column] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">
        “Asked” is a question within a day. Not every channel tells what was delivered or read.
        {!settings.countsClicks && ' Clicks on links are not counted while PUBLIC_URL is not set.'}
      </p>
      {comparisons.length > 0 && <h3>Compared</h3>}
      <ul class="said">
        {comparisons.map(({ first, said, second, what }) => (
          <li key={`${first} ${second} ${what}`}>
            <strong>
              {ARMS[second]} against {ARMS[first].toLowerCase()}
            </strong>
            : {said}
          </li>
        ))}
        <li>{feedback.said}</li>
      </ul>
    </>
  );
}
