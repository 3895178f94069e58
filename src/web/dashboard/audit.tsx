import type { AuditLine } from '../admin/protocol.ts';
import { useAnswer } from './api.ts';
import { actorName, moment, spaced } from './format.ts';
import { Title, Waiting } from './frame.tsx';

/** Everything that was done to broadcasts. */
export function Audit() {
  const { data, error, reload } = useAnswer<AuditLine[]>('audit');
  return (
    <>
      <Title text="Audit log" />
      <p>
        <a href="/dashboard/broadcasts">All broadcasts</a>
      </p>
      {data ? <AuditTable lines={data} linked /> : <Waiting error={error} onRetry={reload} />}
    </>
  );
}

/** Who did what, the newest first. */
export function AuditTable({ lines, linked = false }: { lines: AuditLine[]; linked?: boolean }) {
  if (lines.length === 0) return <p class="faint">Nothing was done yet.</p>;
  return (
    <div class="scroll" role="region" aria-label="Table of what was done" tabindex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          {lines.toReversed().map(({ action, actor, at, broadcast, details }) => (
            <tr key={`${at} ${action} ${broadcast}`}>
              <td class="nowrap">{moment(at)}</td>
              <td>{actorName(actor)}</td>
              <td>{linked ? <a href={`/dashboard/broadcasts/${broadcast}`}>{action}</a> : action}</td>
              <td class="small">{describe(details)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function describe(details: AuditLine['details']): string {
  return Object.entries(details ?? {})
    .map(([key, value]) => `${spaced(key)}: ${shown(value)}`)
    .join('; ');
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.join(', ');
  return (
    Object.entries(value)
      .map(([key, n]) => `${spaced(key)} ${String(n)}`)
      .join(', ') || 'none'
  );
}
