import { useEffect, useState } from 'preact/hooks';
import type { Audience, Status } from '../admin/protocol.ts';
import { ask, useAnswer, wordsOf } from './api.ts';
import { AudienceTable } from './audience.tsx';
import type { PartProps } from './compose.tsx';
import type { DraftForm } from './form.ts';
import { languageName, platformName, spaced } from './format.ts';
import { settings } from './settings.ts';

/** Milliseconds after the last change until people are counted. */
const COUNT_AFTER_MS = 600;
type Segment = Record<string, unknown>;

/** To whom: a form for what is common, the JSON for everything, and a count of both. */
export function SegmentFields({ form, set }: PartProps) {
  const { segment } = form;
  const broadcasts = useAnswer<Status[]>('broadcasts').data ?? [];
  const change = (field: string, value: unknown): void => {
    const rest = Object.fromEntries(Object.entries(segment).filter(([each]) => each !== field));
    const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    set({ segment: isEmpty ? rest : { ...rest, [field]: value } });
  };
  const several = (field: string) => ({
    chosen: listOf(segment[field]),
    onChange: (values: string[]) => change(field, values),
  });
  const nested = ['not', 'any'].filter((each) => each in segment);
  return (
    <section class="card" aria-labelledby="people">
      <h2 id="people">To whom</h2>
      <p class="hint">All of these hold together; without any, it is everybody who said yes to offers.</p>
      <Choices legend="Channel" values={settings.platforms} name={platformName} {...several('platform')} />
      <Choices
        legend="Language"
        values={settings.languages}
        name={languageName}
        {...several('language')}
        folded
      />
      <Choices
        legend="Interested in"
        values={settings.categories}
        name={spaced}
        {...several('interest')}
        folded
      />
      <Choices
        legend="Asked about a district"
        values={settings.districts}
        name={String}
        {...several('district')}
        folded
      />
      <Choices legend="Rated answers" values={['up', 'down', 'none']} name={rating} {...several('rated')} />
      <div class="fields">
        <label>
          Wrote within so many days
          <input
            type="number"
            min={0}
            max={36_500}
            inputmode="numeric"
            value={typeof segment['lastSeenDays'] === 'number' ? segment['lastSeenDays'] : ''}
            onInput={({ currentTarget: { value } }) =>
              change('lastSeenDays', value === '' ? undefined : Number(value))
            }
          />
        </label>
        <label>
          Came by a link with
          <input
            type="text"
            autocomplete="off"
            placeholder="hotel-a, hotel-b"
            value={listOf(segment['cameFrom']).join(', ')}
            onChange={(event) =>
              change(
                'cameFrom',
                event.currentTarget.value
                  .split(',')
                  .map((each) => each.trim())
                  .filter(Boolean),
              )
            }
          />
        </label>
      </div>
      {broadcasts.length > 0 && (
        <Choices
          legend="Not reached by"
          values={broadcasts.map(({ id }) => id)}
          name={(id) => broadcasts.find((each) => each.id === id)?.name ?? id}
          {...several('notReachedBy')}
          folded
        />
      )}
      {nested.length > 0 && (
        <p class="note">
          The JSON has more conditions ({nested.join(', ')}) than this form shows; they hold too.
        </p>
      )}
      <JsonView segment={segment} onChange={(value) => set({ segment: value })} />
      <Count form={form} />
    </section>
  );
}

function rating(value: string): string {
  return { up: 'thumbs up', down: 'thumbs down' }[value] ?? 'never';
}

function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

interface ChoicesProps {
  legend: string;
  values: string[];
  name: (value: string) => string;
  chosen: string[];
  onChange: (values: string[]) => void;
  /** Many: shown when asked for. */
  folded?: boolean;
}

function Choices({ chosen, folded = false, legend, name, onChange, values }: ChoicesProps) {
  const boxes = (
    <fieldset class="choice">
      <legend class={folded ? 'hidden' : undefined}>{legend}</legend>
      {values.map((value) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...chosen, value] : chosen.filter((each) => each !== value),
              )
            }
          />
          {name(value)}
        </label>
      ))}
    </fieldset>
  );
  if (!folded) return boxes;
  return (
    <details>
      <summary>
        {legend}
        <span class="faint"> {chosen.length > 0 ? chosen.map(name).join(', ') : 'any'}</span>
      </summary>
      {boxes}
    </details>
  );
}

/** The segment as programs read it; what is typed counts as soon as it is whole. */
function JsonView({ onChange, segment }: { segment: Segment; onChange: (segment: Segment) => void }) {
  const [typed, setTyped] = useState<string>();
  const [error, setError] = useState<string>();
  const take = (text: string): void => {
    setTyped(text);
    try {
      const value: unknown = JSON.parse(text === '' ? '{}' : text);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('no object');
      setError(undefined);
      onChange(value as Segment);
    } catch {
      setError(
        'This is no JSON object yet; the form above holds until it is. Example: {"language": ["de", "fr"]}',
      );
    }
  };
  return (
    <details>
      <summary>The same as JSON</summary>
      <label>
        <span class="hidden">Segment as JSON</span>
        <textarea
          rows={8}
          class="code"
          spellcheck={false}
          autocomplete="off"
          value={typed ?? JSON.stringify(segment, null, 2)}
          aria-invalid={error !== undefined}
          aria-describedby="json-hint"
          onInput={(event) => take(event.currentTarget.value)}
          onBlur={() => {
            // From here on it follows the form again
            if (error === undefined) setTyped(undefined);
          }}
        />
      </label>
      <p class={error ? 'hint bad' : 'hint'} id="json-hint" aria-live="polite">
        {error ?? '“not” turns a segment around, “any” is a list of which one has to hold.'}
      </p>
    </details>
  );
}

/** Counts the people anew after each change. */
function Count({ form }: { form: DraftForm }) {
  const [state, setState] = useState<{ audience?: Audience; error?: string }>({});
  const { fallback, languages, segment, template } = form;
  const codes = Object.keys(languages);
  const body = {
    segment,
    texts: Object.fromEntries(codes.map((code) => [code, ''])),
    ...(fallback === 'none' ? {} : { fallback: fallback || (codes.includes('en') ? 'en' : codes[0]) }),
    ...(template.trim() ? { template: template.trim() } : {}),
  };
  const key = JSON.stringify(body);
  useEffect(() => {
    const gone = new AbortController();
    const timer = setTimeout(() => {
      ask<Audience>('audience', { body: JSON.parse(key) as object, signal: gone.signal })
        .then((audience) => setState({ audience }))
        .catch((error: unknown) => {
          if (!gone.signal.aborted) setState({ error: wordsOf(error) });
        });
    }, COUNT_AFTER_MS);
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [key]);
  return (
    <div aria-live="polite" class="count">
      {state.audience && <AudienceTable audience={state.audience} />}
      {state.error && <p class="alert">{state.error}</p>}
    </div>
  );
}
