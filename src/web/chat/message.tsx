import type { Button } from '../../messages.ts';
import type { PageStrings } from '../strings.ts';
import type { ShownMessage } from './conversation.ts';
import { Label, PinIcon, ThumbIcon } from './icons.tsx';

interface MessageProps {
  message: ShownMessage;
  strings: PageStrings;
  pressing: ReadonlySet<string>;
  onPress: (message: string, action: string) => void;
  /** Only where the wish for the location still stands. */
  onShareLocation: (() => void) | undefined;
  /** What is not sent yet will not be sent in a moment. */
  stuck: boolean;
}

/** One bubble with its buttons below. */
export function Message({ message, strings, pressing, onPress, onShareLocation, stuck }: MessageProps) {
  const mine = message.from === 'me';
  const text = message.text ?? strings.locationShared;
  const showsText = message.place?.name !== text;
  return (
    <article class={`message ${message.from}`}>
      <div class={`bubble ${message.from}`}>
        <span class="hidden">{mine ? strings.you : 'Rehber'}: </span>
        {message.picture && <img class="picture" src={`/pictures/${message.picture.id}`} alt="" />}
        {showsText && (
          <p class="text" dir="auto" lang={message.language}>
            {message.text === undefined && <PinIcon />}
            {text}
          </p>
        )}
        {message.place && <Place place={message.place} strings={strings} />}
        <State message={message} strings={strings} stuck={stuck} />
      </div>
      {message.buttons.length > 0 && (
        <div class="buttons" lang={message.language} dir="auto">
          {message.buttons.map((row) => (
            <div class="row">
              {row.map((button) => (
                <MessageButton
                  button={button}
                  strings={strings}
                  busy={'action' in button && pressing.has(`${message.id} ${button.action}`)}
                  onPress={(action) => onPress(message.id, action)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
      {message.locationRequest && onShareLocation && (
        <div class="buttons" lang={message.language}>
          <button type="button" class="chip strong" onClick={onShareLocation}>
            <Label text={message.locationRequest} />
          </button>
        </div>
      )}
    </article>
  );
}

/** When it was said, or why it was not yet. */
function State({ message, strings, stuck }: Pick<MessageProps, 'message' | 'strings' | 'stuck'>) {
  if (message.failed) return <p class="state failed">{strings.failed}</p>;
  if (!message.at) return <p class="state">{stuck ? strings.waiting : '\u00a0'}</p>;
  const time = message.at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return (
    <time class="state" dateTime={message.at.toISOString()}>
      {time}
    </time>
  );
}

function Place({ place, strings }: { place: NonNullable<ShownMessage['place']>; strings: PageStrings }) {
  const address = `https://www.openstreetmap.org/?mlat=${place.lat}&mlon=${place.lon}#map=17/${place.lat}/${place.lon}`;
  return (
    <a class="place" href={address} target="_blank" rel="noopener noreferrer">
      <PinIcon />
      <span>
        <strong dir="auto">{place.name}</strong>
        {place.address && <span dir="auto">{place.address}</span>}
        <span class="go">
          {strings.openMap}
          <span class="hidden"> ({strings.newTab})</span>
        </span>
      </span>
    </a>
  );
}

interface MessageButtonProps {
  button: Button;
  strings: PageStrings;
  busy: boolean;
  onPress: (action: string) => void;
}

function MessageButton({ button, strings, busy, onPress }: MessageButtonProps) {
  if ('url' in button) {
    return (
      <a class="chip" href={button.url} target="_blank" rel="noopener noreferrer">
        {button.label}
        <span class="hidden"> ({strings.newTab})</span>
      </a>
    );
  }
  const isThumb = button.label === '👍' || button.label === '👎';
  const down = button.label === '👎';
  const chosen = button.chosen ?? false;
  return (
    <button
      type="button"
      class={`chip ${isThumb ? 'thumb' : ''}`}
      aria-label={isThumb ? (down ? strings.thumbDown : strings.thumbUp) : undefined}
      aria-pressed={isThumb || chosen ? chosen : undefined}
      aria-busy={busy}
      onClick={() => onPress(button.action)}
    >
      {isThumb ? <ThumbIcon down={down} /> : <Label text={button.label} />}
    </button>
  );
}
