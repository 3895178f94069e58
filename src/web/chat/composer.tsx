import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageStrings } from '../strings.ts';
import { PinIcon, SendIcon } from './icons.tsx';

/** Pixels that the input grows to before it scrolls. */
const MAX_HEIGHT_PX = 160;

interface ComposerProps {
  input: RefObject<HTMLTextAreaElement | null>;
  strings: PageStrings;
  onSay: (text: string) => void;
  onShareLocation: () => void;
}

/** Where the person writes: Enter sends, Shift+Enter begins a line. */
export function Composer({ input, strings, onSay, onShareLocation }: ComposerProps) {
  const [text, setText] = useState('');
  useEffect(() => {
    const box = input.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, MAX_HEIGHT_PX)}px`;
  }, [text]);

  const send = (): void => {
    if (text.trim() === '') return;
    onSay(text.trim());
    setText('');
    // A tap on the button would close a phone's keyboard
    input.current?.focus();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <button type="button" class="round" aria-label={strings.shareLocation} onClick={onShareLocation}>
        <PinIcon />
      </button>
      <textarea
        ref={input}
        rows={1}
        // An empty input would take its placeholder for left-to-right
        dir={text === '' ? strings.direction : 'auto'}
        value={text}
        aria-label={strings.inputLabel}
        placeholder={strings.inputPlaceholder}
        enterkeyhint="send"
        autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter also ends a word of Chinese, Japanese or Korean input; Safari tells that by the code alone
          const composing = event.isComposing || event.keyCode === 229;
          if (event.key !== 'Enter' || event.shiftKey || composing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="round send" aria-label={strings.send} disabled={text.trim() === ''}>
        <SendIcon />
      </button>
    </form>
  );
}
