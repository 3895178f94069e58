import type { Overview as Numbers } from '../admin/protocol.ts';
import { useAnswer } from './api.ts';
import { Bars } from './bars.tsx';
import { count, languageName, percent, platformName, spaced } from './format.ts';
import { Title, Waiting } from './frame.tsx';

/** Milliseconds between looks. */
const LOOK_MS = 10_000;
/** What the guide is to reach: rated answers among all, and thumbs up among the rated. */
const GOALS = { rate: 0.1, positiveRate: 0.7 };

export function Overview() {
  const { data, error, reload } = useAnswer<Numbers>('overview', LOOK_MS);
  return (
    <>
      <Title text="Overview" />
      {data ? <Shown numbers={data} /> : <Waiting error={error} onRetry={reload} />}
      {data && error && <Waiting error={error} onRetry={reload} />}
    </>
  );
}

function Shown({ numbers }: { numbers: Numbers }) {
  const { answered, byIntent, byLanguage, byPlatform, feedback, inbox, turns, unauthorized } = numbers;
  return (
    <>
      <section class="tiles" aria-label="Numbers">
        <Tile label="Turns" value={count(turns)} note="questions of people, and their answers" />
        <Tile
          label="Answered"
          value={count(answered)}
          note={turns > 0 ? `${percent(answered / turns)} of the turns` : 'no data yet'}
        />
        <Rate
          label="Feedback rate"
          value={feedback.rate}
          goal={GOALS.rate}
          note={`${count(feedback.up + feedback.down)} of ${count(answered)} answers rated`}
        />
        <Rate
          label="Positive rate"
          value={feedback.positiveRate}
          goal={GOALS.positiveRate}
          note={`${count(feedback.up)} up, ${count(feedback.down)} down`}
        />
      </section>
      <section class="card" aria-labelledby="inbox">
        <h2 id="inbox">Inbox</h2>
        <dl class="facts">
          <Fact name="Waiting" value={count(inbox.waiting)} />
          <Fact name="At work" value={count(inbox.working)} />
          <Fact name="Set aside" value={count(inbox.poison)} />
        </dl>
        {unauthorized.map((platform) => (
          <p class="alert" key={platform}>
            {platformName(platform)} refuses our token: answers wait. Set a new one and start again.
          </p>
        ))}
        {inbox.poison > 0 && (
          <p class="note">
            Messages were set aside after repeated failures; <code>rehber doctor</code> says why.
          </p>
        )}
        {inbox.poison === 0 && unauthorized.length === 0 && <p class="good">Nothing is stuck.</p>}
      </section>
      <div class="columns">
        <Bars title="By channel" of="Channel" counts={byPlatform} name={platformName} />
        <Bars title="By language" of="Language" counts={byLanguage} name={languageName} />
        <Bars title="By intent" of="Intent" counts={byIntent} name={spaced} />
      </div>
    </>
  );
}

function Tile({ label, note, value }: { label: string; value: string; note: string }) {
  return (
    <div class="tile">
      <h2>{label}</h2>
      <p class="big">{value}</p>
      <p class="faint">{note}</p>
    </div>
  );
}

function Rate({
  goal,
  label,
  note,
  value,
}: {
  label: string;
  value: number | null;
  goal: number;
  note: string;
}) {
  if (value === null) return <Tile label={label} value="no data yet" note={`goal ${goal * 100} %`} />;
  const reached = value >= goal;
  return (
    <div class="tile">
      <h2>{label}</h2>
      <p class="big">
        {percent(value)}{' '}
        <span class={reached ? 'badge done' : 'badge paused'}>{reached ? 'goal reached' : 'below goal'}</span>
      </p>
      <meter
        min={0}
        max={1}
        low={goal}
        optimum={1}
        value={value}
        aria-label={`${label}, goal ${goal * 100} %`}
      />
      <p class="faint">
        {note}; goal {goal * 100} %
      </p>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
