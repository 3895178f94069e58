import { useRef, useState } from 'preact/hooks';
import type { BroadcastState, Detail } from '../admin/protocol.ts';
import { ask, wordsOf } from './api.ts';
import { Confirm } from './confirm.tsx';
import { platformName } from './format.ts';
import { settings } from './settings.ts';

type Step = 'approve' | 'start' | 'pause' | 'resume' | 'cancel';

interface StepWords {
  label: string;
  from: readonly BroadcastState[];
  /** What the confirmation says. */
  asks: string;
  primary?: true;
}

const STEPS: Record<Step, StepWords> = {
  approve: {
    label: 'Approve',
    from: ['draft'],
    asks: 'You say that it may be sent as it is. If it is changed after that, it has to be approved again.',
  },
  start: {
    label: 'Start',
    from: ['draft', 'approved'],
    asks: 'Everybody in the segment who may get it gets it. What was sent cannot be taken back.',
    primary: true,
  },
  pause: {
    label: 'Pause',
    from: ['scheduled', 'running'],
    asks: 'Nothing more is sent until it is resumed.',
    primary: true,
  },
  resume: { label: 'Resume', from: ['paused'], asks: 'It goes on where it stopped.', primary: true },
  cancel: {
    label: 'Cancel it',
    from: ['draft', 'approved', 'scheduled', 'running', 'paused'],
    asks: 'Whoever has not got it yet does not get it any more. This cannot be undone.',
  },
};

/** What can be done with a broadcast in its state. */
export function Actions({ detail, onDone }: { detail: Detail; onDone: () => void }) {
  const [step, setStep] = useState<Step>();
  const { id, state } = detail;
  const editable = state === 'draft' || state === 'approved';
  const mayStart = state === 'approved' || !settings.approvalRequired;
  const open = (Object.keys(STEPS) as Step[]).filter(
    (each) => STEPS[each].from.includes(state) && (each !== 'start' || mayStart),
  );
  if (open.length === 0) return null;
  return (
    <>
      <div class="actions">
        {open.map((each) => (
          <button
            key={each}
            type="button"
            class={STEPS[each].primary ? 'primary' : each === 'cancel' ? 'danger' : undefined}
            onClick={() => setStep(each)}
          >
            {STEPS[each].label}
          </button>
        ))}
        {editable && (
          <a class="button" href={`/dashboard/broadcasts/${id}/edit`}>
            Edit
          </a>
        )}
      </div>
      {step && (
        <Confirm
          title={`${STEPS[step].label}: ${detail.name}`}
          text={STEPS[step].asks}
          label={STEPS[step].label}
          named={step === 'approve' || settings.approvalRequired}
          onConfirm={async (by) => {
            await ask(`broadcasts/${id}/${step}`, { body: by ? { by } : {} });
            onDone();
          }}
          onClose={() => setStep(undefined)}
        />
      )}
      {editable && <TestSend id={id} onDone={onDone} />}
    </>
  );
}

/** Sends it to whoever makes it. */
function TestSend({ id, onDone }: { id: string; onDone: () => void }) {
  const user = useRef<HTMLInputElement>(null);
  const [platform, setPlatform] = useState(settings.platforms.find((each) => each !== 'web') ?? 'web');
  const [said, setSaid] = useState<{ error?: string; done?: string }>({});
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    setSaid({});
    try {
      await ask(`broadcasts/${id}/test`, { body: { to: `${platform}:${user.current?.value.trim()}` } });
      setSaid({ done: `Sent. Look at ${platformName(platform)}.` });
      onDone();
    } catch (error) {
      setSaid({ error: wordsOf(error) });
    }
    setBusy(false);
  };
  return (
    <details class="card">
      <summary>Send a test to yourself</summary>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label>
          Channel
          <select value={platform} onChange={(event) => setPlatform(event.currentTarget.value)}>
            {settings.platforms.map((each) => (
              <option key={each} value={each}>
                {platformName(each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Your id there
          <input ref={user} type="text" autocomplete="off" spellcheck={false} required />
        </label>
        <button type="submit" disabled={busy}>
          Send the test
        </button>
      </form>
      <p class="hint">
        You need to have written to the guide on that channel. On Telegram the id is a number, on WhatsApp
        your number without +, on Slack your member id.
      </p>
      <div role="status">{said.done && <p class="good">{said.done}</p>}</div>
      {said.error && (
        <p class="alert" role="alert">
          {said.error}
        </p>
      )}
    </details>
  );
}
