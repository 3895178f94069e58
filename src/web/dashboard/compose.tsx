import { useEffect, useState } from 'preact/hooks';
import type { Detail } from '../admin/protocol.ts';
import { ask, useAnswer, wordsOf } from './api.ts';
import { draftOf, EMPTY, formOf, missingIn, type DraftForm } from './form.ts';
import { moment } from './format.ts';
import { Title, Waiting } from './frame.tsx';
import { PictureField } from './picture.tsx';
import { SegmentFields } from './segment.tsx';
import { settings } from './settings.ts';
import { Texts } from './texts.tsx';

/** Makes a broadcast, or changes one that has not begun. */
export function Compose({ id }: { id?: string }) {
  return id === undefined ? <ComposeForm initial={EMPTY} /> : <Edit id={id} />;
}

function Edit({ id }: { id: string }) {
  const { data, error, reload } = useAnswer<Detail>(`broadcasts/${id}`);
  return data ? (
    <ComposeForm id={id} initial={formOf(data)} picture={data.picture} />
  ) : (
    <>
      <Title text="Edit" />
      <Waiting error={error} onRetry={reload} />
    </>
  );
}

interface ComposeFormProps {
  id?: string;
  initial: DraftForm;
  /** Id of the picture that it has already. */
  picture?: string | null;
}

function ComposeForm({ id, initial, picture = null }: ComposeFormProps) {
  const [form, setForm] = useState(initial);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const set = (fields: Partial<DraftForm>): void => {
    setError(undefined);
    setForm((before) => ({ ...before, ...fields }));
  };
  const changed = form !== initial && !busy;
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [changed]);

  const save = async (): Promise<void> => {
    const missing = missingIn(form);
    setError(missing);
    if (missing) return;
    setBusy(true);
    try {
      const saved = await (id === undefined
        ? ask<{ id: string }>('broadcasts', { body: draftOf(form) })
        : ask<{ id: string }>(`broadcasts/${id}`, { method: 'PUT', body: draftOf(form) }));
      location.assign(`/dashboard/broadcasts/${saved.id}#preview`);
    } catch (failure) {
      setError(wordsOf(failure));
      setBusy(false);
    }
  };

  return (
    <>
      <p class="crumbs">
        <a href={id === undefined ? '/dashboard/broadcasts' : `/dashboard/broadcasts/${id}`}>Back</a>
      </p>
      <Title text={id === undefined ? 'New broadcast' : `Edit: ${initial.name}`} />
      <form
        class="compose"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <section class="card">
          <label>
            Name
            <input
              type="text"
              maxlength={80}
              autocomplete="off"
              value={form.name}
              aria-describedby="name-hint"
              onInput={(event) => set({ name: event.currentTarget.value })}
            />
          </label>
          <p class="hint" id="name-hint">
            For you and the audit log: nobody else sees it.
          </p>
        </section>
        <Texts form={form} set={set} />
        <Extras form={form} set={set} picture={picture} />
        <SegmentFields form={form} set={set} />
        <When form={form} set={set} />
        {error && (
          <p class="alert" role="alert">
            {error}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>
            Save and preview
          </button>
        </div>
      </form>
    </>
  );
}

export interface PartProps {
  form: DraftForm;
  set: (fields: Partial<DraftForm>) => void;
}

function Extras({ form, picture, set }: PartProps & { picture: string | null }) {
  return (
    <section class="card" aria-labelledby="extras">
      <h2 id="extras">Picture, link and template</h2>
      <PictureField stored={picture} chosen={form.picture} onChange={(chosen) => set({ picture: chosen })} />
      <div class="fields">
        <label>
          Link
          <input
            type="url"
            placeholder="https://"
            value={form.link}
            onInput={(event) => set({ link: event.currentTarget.value })}
          />
        </label>
        <label>
          Button for a place
          <select value={form.place} onChange={(event) => set({ place: event.currentTarget.value })}>
            <option value="">none</option>
            {settings.places.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <div>
          <label>
            WhatsApp template
            <input
              type="text"
              autocomplete="off"
              spellcheck={false}
              placeholder="museum_night"
              value={form.template}
              aria-describedby="template-hint"
              onInput={(event) => set({ template: event.currentTarget.value })}
            />
          </label>
          <p class="hint" id="template-hint">
            As Meta approved it. It alone reaches people on WhatsApp who wrote to the guide over a day ago.
          </p>
        </div>
      </div>
    </section>
  );
}

function When({ form, set }: PartProps) {
  const { from, to } = settings.promoHours;
  return (
    <section class="card" aria-labelledby="when">
      <h2 id="when">When, and how to compare</h2>
      <div class="fields">
        <div>
          <label>
            Not before
            <input
              type="datetime-local"
              value={form.at}
              aria-describedby="at-hint"
              onInput={(event) => set({ at: event.currentTarget.value })}
            />
          </label>
          <p class="hint" id="at-hint">
            {form.at
              ? `${moment(new Date(form.at).toISOString())} in ${settings.timezone}. `
              : 'Empty: as soon as it is started. '}
            Promos go out from {from} to {to} o’clock in {settings.timezone}.
          </p>
        </div>
        <div>
          <label>
            Hold-out in percent
            <input
              type="number"
              min={0}
              max={50}
              step={1}
              inputmode="numeric"
              value={form.holdout}
              aria-describedby="holdout-hint"
              onInput={(event) => set({ holdout: event.currentTarget.value })}
            />
          </label>
          <p class="hint" id="holdout-hint">
            So many of the people get nothing, to see what the broadcast changed.
          </p>
        </div>
      </div>
    </section>
  );
}
