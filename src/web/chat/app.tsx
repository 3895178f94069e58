import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageStrings } from '../strings.ts';
import type { ChatClient, ChatState } from './client.ts';
import { Composer } from './composer.tsx';
import { Logo } from './icons.tsx';
import { locate } from './locate.ts';
import { Log } from './log.tsx';

/** Milliseconds that a notice is shown. */
const NOTICE_MS = 5_000;

interface AppProps {
  client: ChatClient;
  strings: PageStrings;
  /** Shown in a frame of another page. */
  embedded: boolean;
}

export function App({ client, embedded, strings }: AppProps) {
  const [state, setState] = useState<ChatState>(client.state);
  const input = useRef<HTMLTextAreaElement>(null);
  const [hint, setHint] = useState('');
  useEffect(() => client.subscribe(setState), [client]);
  const notice = useFading(state.notice?.id, state.notice?.text);

  const shareLocation = async (): Promise<void> => {
    setHint(strings.locating);
    const outcome = await locate();
    setHint('');
    if (outcome.point) client.shareLocation(outcome.point.lat, outcome.point.lon);
    else setHint(outcome.refused ? strings.locationDenied : strings.locationFailed);
  };
  const focusInput = (): void => {
    // On a phone the focus opens the keyboard over what is to be read
    if (matchMedia('(pointer: fine)').matches) input.current?.focus();
  };
  useEffect(focusInput, []);
  const say = (text: string): void => {
    setHint('');
    client.say(text);
    focusInput();
  };

  return (
    <div class={embedded ? 'app embedded' : 'app'}>
      <header class="header">
        <Logo />
        <div class="titles">
          <h1>Rehber</h1>
          <p>{strings.tagline}</p>
        </div>
      </header>
      <main class="main">
        <Log
          state={state}
          strings={strings}
          onSay={say}
          onPress={(message, action) => client.press(message, action)}
          onShareLocation={() => void shareLocation()}
        />
        <div class="notices" role="status">
          {notice && (
            <p class="toast" dir="auto">
              {notice}
            </p>
          )}
        </div>
        <div class="bottom">
          <div role="status">
            {!state.connected && <p class="banner">{strings.offline}</p>}
            {state.cookieless && (
              <p class="banner">
                {strings.cookiesOff}{' '}
                {embedded && (
                  <a href="/" target="_blank">
                    {strings.ownTab}
                  </a>
                )}
              </p>
            )}
            {hint && <p class="banner">{hint}</p>}
          </div>
          <Composer
            input={input}
            strings={strings}
            onSay={say}
            onShareLocation={() => void shareLocation()}
          />
        </div>
      </main>
      <footer class="footer">
        <a href="/sources" target={embedded ? '_blank' : undefined}>
          {strings.sources}
          {embedded && <span class="hidden"> ({strings.newTab})</span>}
        </a>
        <button type="button" class="link" onClick={() => say('/privacy')}>
          {strings.privacy}
        </button>
      </footer>
    </div>
  );
}

/** The text for some seconds after `id` changed, then nothing. */
function useFading(id: string | undefined, text: string | undefined): string | undefined {
  const [shown, setShown] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (text === undefined) return;
    setShown(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(undefined), NOTICE_MS);
  }, [id, text]);
  return shown;
}
