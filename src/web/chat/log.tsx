import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageStrings } from '../strings.ts';
import type { ChatState } from './client.ts';
import { DownIcon } from './icons.tsx';
import { Message } from './message.tsx';
import { Welcome } from './welcome.tsx';

/** Pixels from the end that still count as being there. */
const NEAR_END_PX = 80;
/** Pixels above a message that is scrolled to. */
const MARGIN_PX = 12;

interface LogProps {
  state: ChatState;
  strings: PageStrings;
  onSay: (text: string) => void;
  onPress: (message: string, action: string) => void;
  onShareLocation: () => void;
}

/** The conversation, or a welcome before it; stays at its end unless the person scrolled up to read. */
export function Log({ state, strings, onSay, onPress, onShareLocation }: LogProps) {
  const element = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const lastMine = state.messages.findLastIndex((message) => message.from === 'me');
  const lastIsMine = lastMine >= 0 && lastMine === state.messages.length - 1;

  const isEmpty = state.messages.length === 0;
  /** How many messages stood here when the log last scrolled by itself. */
  const seen = useRef(0);

  const toEnd = (): void => {
    if (element.current) element.current.scrollTop = element.current.scrollHeight;
  };
  const onScroll = (): void => {
    const box = element.current;
    if (box) setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX);
  };
  useLayoutEffect(() => {
    const box = element.current;
    if (isEmpty || !box) return;
    const firstNew = seen.current === 0 ? state.messages.length - 1 : seen.current;
    const hasNew = firstNew < state.messages.length;
    seen.current = state.messages.length;
    if (lastIsMine || (atEnd && !hasNew)) toEnd();
    else if (atEnd) toMessage(box, firstNew);
    onScroll();
  }, [state, lastIsMine, isEmpty]);
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    // The keyboard of a phone, or a growing input, takes room from the end
    const observer = new ResizeObserver(() => {
      if (atEnd) toEnd();
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [atEnd]);

  return (
    <div class="log-frame">
      <div
        class="log"
        ref={element}
        role="log"
        aria-live="polite"
        aria-busy={!state.loaded}
        aria-label={strings.logLabel}
        tabIndex={0}
        onScroll={onScroll}
      >
        <div class="messages">
          {state.loaded && state.messages.length === 0 && (
            <Welcome strings={strings} onSay={onSay} onShareLocation={onShareLocation} />
          )}
          {state.messages.map((message, index) => (
            <Message
              key={message.id}
              message={message}
              strings={strings}
              pressing={state.pressing}
              onPress={onPress}
              // Whoever wrote since has passed over the wish for their location
              onShareLocation={index > lastMine ? onShareLocation : undefined}
              stuck={!state.connected || state.stuck}
            />
          ))}
          {state.typing && (
            <div class="bubble guide typing" role="img" aria-label={strings.typing}>
              <i />
              <i />
              <i />
            </div>
          )}
        </div>
      </div>
      {!atEnd && !isEmpty && (
        <button type="button" class="to-end" aria-label={strings.newest} onClick={toEnd}>
          <DownIcon />
        </button>
      )}
    </div>
  );
}

/** To the end, but never past the beginning of a message: whoever reads it begins there. */
function toMessage(box: HTMLElement, index: number): void {
  const message = box.querySelectorAll('.message')[index];
  const below = message ? message.getBoundingClientRect().top - box.getBoundingClientRect().top : 0;
  // What is past the end the browser takes for the end
  box.scrollTop += below - MARGIN_PX;
}
