import { useRef, useState } from 'preact/hooks';

/** Largest picture, in bytes: what WhatsApp takes. */
const MAX_BYTES = 5 * 1_024 * 1_024;

interface PictureProps {
  /** Id of the picture that is stored already. */
  stored: string | null;
  /** Base64 of one that was just chosen; null where there is to be none. */
  chosen: string | null | undefined;
  onChange: (base64: string | null | undefined) => void;
}

/** Chooses a picture, and shows it. */
export function PictureField({ chosen, onChange, stored }: PictureProps) {
  const [error, setError] = useState<string>();
  const [type, setType] = useState('image/jpeg');
  const take = async (file: File | undefined): Promise<void> => {
    setError(undefined);
    onChange(undefined);
    if (!file) return;
    if (!['image/jpeg', 'image/png'].includes(file.type))
      setError('Choose a JPEG or PNG: channels take no other kind.');
    else if (file.size > MAX_BYTES) setError('The picture is over 5 MB: make it smaller.');
    else {
      setType(file.type);
      onChange(await base64Of(file));
    }
  };
  const input = useRef<HTMLInputElement>(null);
  const kept = chosen === undefined && stored ? `/pictures/${stored}` : undefined;
  const source = chosen ? `data:${type};base64,${chosen}` : kept;
  const remove = (): void => {
    if (input.current) input.current.value = '';
    onChange(stored ? null : undefined);
  };
  return (
    <>
      <label>
        Picture
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png"
          aria-describedby="picture-hint"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="hint" id="picture-hint">
        A JPEG or PNG of at most 5 MB. It stands above the text.
      </p>
      {error && (
        <p class="alert" role="alert">
          {error}
        </p>
      )}
      {source && (
        <figure class="chosen">
          <img class="thumbnail" src={source} alt="The chosen picture" />
          <button type="button" onClick={remove}>
            Remove the picture
          </button>
        </figure>
      )}
    </>
  );
}

async function base64Of(file: File): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The picture cannot be read.')));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}
