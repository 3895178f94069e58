import { useEffect, useState } from 'preact/hooks';
import type { PreviewAnswer } from '../admin/protocol.ts';
import { ask, wordsOf } from './api.ts';
import { AudienceTable } from './audience.tsx';
import { directionOf, languageName, platformName } from './format.ts';

type Rendered = PreviewAnswer['rendered'][number];

interface PreviewProps {
  id: string;
  picture: string | null;
}

/** Who would get it now, and what they would see. */
export function Preview({ id, picture }: PreviewProps) {
  const [preview, setPreview] = useState<PreviewAnswer>();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const load = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      setPreview(await ask<PreviewAnswer>(`broadcasts/${id}/preview`, { method: 'POST' }));
    } catch (failure) {
      setError(wordsOf(failure));
    }
    setBusy(false);
  };
  useEffect(() => {
    // Right after it was saved
    if (location.hash === '#preview') void load();
  }, []);
  return (
    <section class="card" aria-labelledby="preview">
      <div class="title">
        <h2 id="preview">Preview</h2>
        <button
          type="button"
          class={preview ? undefined : 'primary'}
          disabled={busy}
          onClick={() => void load()}
        >
          {preview ? 'Count again' : 'Show the preview'}
        </button>
      </div>
      {!preview && !error && <p class="faint">Counts who would get it, and shows it as each channel does.</p>}
      {error && (
        <p class="alert" role="alert">
          {error}
        </p>
      )}
      {preview && (
        <>
          <AudienceTable audience={preview} />
          {preview.notes.map((note) => (
            <p class="note" key={note}>
              {note}
            </p>
          ))}
          <Messages rendered={preview.rendered} picture={picture} />
        </>
      )}
    </section>
  );
}

function Messages({ picture, rendered }: { rendered: Rendered[]; picture: string | null }) {
  const platforms = [...new Set(rendered.map(({ platform }) => platform))];
  const [chosen, setChosen] = useState(platforms.find((each) => each !== 'web') ?? platforms[0]);
  return (
    <>
      <fieldset class="choice">
        <legend>As it looks on</legend>
        {platforms.map((platform) => (
          <label key={platform}>
            <input
              type="radio"
              name="platform"
              checked={platform === chosen}
              onChange={() => setChosen(platform)}
            />
            {platformName(platform)}
          </label>
        ))}
      </fieldset>
      <div class="messages">
        {rendered
          .filter(({ platform }) => platform === chosen)
          .map((each) => (
            <Message key={`${each.language} ${each.arm} ${each.form}`} rendered={each} picture={picture} />
          ))}
      </div>
    </>
  );
}

function Message({ picture, rendered }: { rendered: Rendered; picture: string | null }) {
  const { arm, buttons, form, language, message, platform, text } = rendered;
  const what = [
    languageName(language),
    ...(arm === 'b' ? ['second text'] : []),
    ...(form === 'template' ? ['template'] : []),
  ].join(', ');
  return (
    <figure class={`message ${platform}`}>
      <figcaption>{what}</figcaption>
      {form === 'template' && (
        <p class="note">
          For those who wrote over a day ago Meta shows the approved template, with the parameters below.
        </p>
      )}
      <div class="bubble" lang={language} dir={directionOf(language)}>
        {picture && <img src={`/pictures/${picture}`} alt="Picture of the broadcast" />}
        {form === 'text' && <p class="text">{text}</p>}
        <ul class="buttons">
          {buttons.map((label) => (
            <li key={label}>{label}</li>
          ))}
        </ul>
      </div>
      {message && (
        <details open={form === 'template'}>
          <summary>
            What {platformName(platform)} is told<span class="hidden"> ({what})</span>
          </summary>
          <pre tabindex={0}>{JSON.stringify(message, null, 1)}</pre>
        </details>
      )}
    </figure>
  );
}
