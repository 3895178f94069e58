import { useEffect, useRef, useState } from 'preact/hooks';
import { wordsOf } from './api.ts';
import { settings } from './settings.ts';

interface ConfirmProps {
  title: string;
  text: string;
  /** Of the button that confirms. */
  label: string;
  /** Asks for the name of who does it. */
  named: boolean;
  onConfirm: (by: string) => Promise<void>;
  onClose: () => void;
}

/** Asks whether something is meant, and does it. */
export function Confirm({ label, named, onClose, onConfirm, text, title }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [by, setBy] = useState(settings.name);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  useEffect(() => dialog.current?.showModal(), []);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm(named ? by : '');
      dialog.current?.close();
    } catch (failure) {
      setError(wordsOf(failure));
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="confirm-title" aria-describedby="confirm-text">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <h2 id="confirm-title">{title}</h2>
        <p id="confirm-text">{text}</p>
        {named && (
          <label>
            Your name
            <input
              type="text"
              autocomplete="name"
              maxlength={40}
              required={settings.approvalRequired}
              value={by}
              onInput={(event) => setBy(event.currentTarget.value)}
            />
          </label>
        )}
        {error && (
          <p class="alert" role="alert">
            {error}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>
            {label}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Back
          </button>
        </div>
      </form>
    </dialog>
  );
}
