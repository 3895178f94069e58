import { useState } from 'preact/hooks';
import type { AuditLine, Detail } from '../admin/protocol.ts';
import { Actions } from './actions.tsx';
import { useAnswer } from './api.ts';
import { AuditTable } from './audit.tsx';
import { Content } from './content.tsx';
import { actorName, count, moment, percent } from './format.ts';
import { Title, Waiting } from './frame.tsx';
import { Preview } from './preview.tsx';
import { Counts, Progress, StateBadge } from './progress.tsx';
import { ResultsOf } from './results.tsx';
import { settings } from './settings.ts';

/** Milliseconds between looks. */
const LOOK_MS = 2_000;

/** One broadcast, from its draft to what came of it. */
export function Broadcast({ id }: { id: string }) {
  const { data, error, reload } = useAnswer<Detail>(`broadcasts/${id}`, LOOK_MS);
  if (!data) {
    return (
      <>
        <Title text="Broadcast" />
        <Waiting error={error} onRetry={reload} />
      </>
    );
  }
  const begun = data.startedAt !== null;
  return (
    <>
      <p class="crumbs">
        <a href="/dashboard/broadcasts">All broadcasts</a>
      </p>
      <Title text={data.name}>
        <span role="status">
          <StateBadge state={data.state} />
        </span>
      </Title>
      {error && <Waiting error={error} onRetry={reload} />}
      <Advice detail={data} />
      <Actions detail={data} onDone={reload} />
      {begun && <Sending detail={data} />}
      {!begun && <Preview id={id} picture={data.picture} />}
      {begun && data.total > 0 && <ResultsOf id={id} state={data.state} />}
      <Content detail={data} />
      <Log id={id} version={`${data.state} ${data.previewedAt} ${data.testedAt}`} />
    </>
  );
}

/** Where it stands, and what comes next. */
function Advice({ detail }: { detail: Detail }) {
  const { approvedAt, approvedBy, at, pauseReason, state, testedAt } = detail;
  const steps = [
    `made ${moment(detail.createdAt)} by ${actorName(detail.createdBy)}`,
    ...(testedAt ? [`test sent ${moment(testedAt)}`] : []),
    ...(approvedAt ? [`approved ${moment(approvedAt)} by ${actorName(approvedBy ?? '')}`] : []),
  ];
  const { from, to } = settings.promoHours;
  return (
    <>
      <p class="faint">{steps.join(', ')}</p>
      {state === 'draft' && settings.approvalRequired && (
        <p class="note">Somebody else has to approve it before it can start.</p>
      )}
      {state === 'scheduled' && at && (
        <p class="note">
          It goes out from {moment(at)} ({settings.timezone}); promos go out from {from} to {to} o’clock.
        </p>
      )}
      {state === 'paused' && <p class="note">Nothing more is sent until you resume it. {pauseReason}</p>}
      {at && (state === 'draft' || state === 'approved') && (
        <p class="note">
          Once started, it waits until {moment(at)} ({settings.timezone}).
        </p>
      )}
    </>
  );
}

function Sending({ detail }: { detail: Detail }) {
  const { counts, state, total } = detail;
  const through = total - counts.waiting;
  return (
    <section class="card" aria-labelledby="sending">
      <h2 id="sending">Progress</h2>
      {total === 0 && (
        <p class="faint">
          {state === 'running' ? 'The recipients are being written down …' : 'No recipients.'}
        </p>
      )}
      {total > 0 && (
        <>
          <p class="big">
            {count(through)} of {count(total)} <span class="faint small">({percent(through / total)})</span>
          </p>
          <Progress status={detail} />
          <Counts status={detail} />
          <p>
            <a class="button" href={`/api/admin/broadcasts/${detail.id}/recipients.csv`} download>
              Download the states (CSV)
            </a>
          </p>
        </>
      )}
    </section>
  );
}

/** @param version it is read anew with another */
function Log({ id, version }: { id: string; version: string }) {
  const { data, error, reload } = useAnswer<AuditLine[]>(`broadcasts/${id}/audit`, 0, version);
  const [open, setOpen] = useState(false);
  return (
    <section class="card" aria-labelledby="audit">
      <h2 id="audit">Audit log</h2>
      {!data && <Waiting error={error} onRetry={reload} />}
      {data && <AuditTable lines={open ? data : data.slice(-5)} />}
      {data && data.length > 5 && !open && (
        <button type="button" class="small" onClick={() => setOpen(true)}>
          Show all {data.length}
        </button>
      )}
    </section>
  );
}
