import type { PageStrings } from '../strings.ts';
import { PinIcon, Skyline } from './icons.tsx';

interface WelcomeProps {
  strings: PageStrings;
  onSay: (text: string) => void;
  onShareLocation: () => void;
}

/** What stands where the conversation will be: who this is, and questions to begin with. */
export function Welcome({ strings, onSay, onShareLocation }: WelcomeProps) {
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <Skyline />
      <h2 id="welcome-title">{strings.welcomeTitle}</h2>
      <p>{strings.welcome}</p>
      <h3>{strings.suggestionsLabel}</h3>
      <ul class="suggestions">
        {strings.suggestions.map((suggestion) => (
          <li>
            <button type="button" class="chip" onClick={() => onSay(suggestion)}>
              {suggestion}
            </button>
          </li>
        ))}
        <li>
          <button type="button" class="chip strong" onClick={onShareLocation}>
            <PinIcon /> {strings.shareLocation}
          </button>
        </li>
      </ul>
    </section>
  );
}
