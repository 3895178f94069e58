import type { Status } from '../admin/protocol.ts';
import { useAnswer } from './api.ts';
import { moment, people } from './format.ts';
import { Title, Waiting } from './frame.tsx';
import { Progress, StateBadge } from './progress.tsx';

/** Milliseconds between looks. */
const LOOK_MS = 4_000;

export function Broadcasts() {
  const { data, error, reload } = useAnswer<Status[]>('broadcasts', LOOK_MS);
  return (
    <>
      <Title text="Broadcasts">
        <a class="button primary" href="/dashboard/broadcasts/new">
          New broadcast
        </a>
      </Title>
      {(!data || error) && <Waiting error={error} onRetry={reload} />}
      {data?.length === 0 && (
        <p class="card">
          There are no broadcasts yet. A broadcast goes only to people who said yes to offers.
        </p>
      )}
      {data && data.length > 0 && (
        <ul class="list">
          {data.map((each) => (
            <li class="card" key={each.id}>
              <h2>
                <a href={`/dashboard/broadcasts/${each.id}`}>{each.name}</a>
              </h2>
              <StateBadge state={each.state} />
              <p class="faint">{whenOf(each)}</p>
              {each.total > 0 && <Progress status={each} />}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href="/dashboard/broadcasts/audit">Who did what: the audit log</a>
      </p>
    </>
  );
}

function whenOf({ at, endedAt, startedAt, state, total }: Status): string {
  const to = total > 0 ? `${people(total)}, ` : '';
  if (endedAt) return `${to}ended ${moment(endedAt)}`;
  if (state === 'scheduled' && at) return `${to}from ${moment(at)}`;
  return startedAt ? `${to}started ${moment(startedAt)}` : 'not started';
}
