import type { Detail } from '../admin/protocol.ts';
import { directionOf, languageName } from './format.ts';
import { settings } from './settings.ts';

/** What a broadcast says, and to whom. */
export function Content({ detail }: { detail: Detail }) {
  const { fallback, holdout, link, picture, place, segment, template, texts, textsB } = detail;
  const everybody = Object.keys(segment).length === 0;
  return (
    <section class="card" aria-labelledby="content">
      <h2 id="content">What it says, and to whom</h2>
      <dl class="content">
        {Object.entries(texts).map(([language, text]) => (
          <div key={language}>
            <dt>{languageName(language)}</dt>
            <dd lang={language} dir={directionOf(language)} class="text">
              {text}
            </dd>
            {textsB?.[language] && (
              <dd lang={language} dir={directionOf(language)} class="text second">
                {textsB[language]}
              </dd>
            )}
          </div>
        ))}
        <Fact name="Other languages" value={fallback ? languageName(fallback) : 'left out'} />
        {picture && (
          <div>
            <dt>Picture</dt>
            <dd>
              <img class="thumbnail" src={`/pictures/${picture}`} alt="Picture of the broadcast" />
            </dd>
          </div>
        )}
        {link && <Fact name="Link" value={link} />}
        {place && <Fact name="Place" value={settings.places.find(({ id }) => id === place)?.name ?? place} />}
        {template && <Fact name="WhatsApp template" value={template} />}
        {holdout > 0 && <Fact name="Hold-out" value={`${holdout} %`} />}
        <div>
          <dt>Segment</dt>
          <dd>
            {everybody ? (
              'everybody who said yes to offers'
            ) : (
              <pre tabindex={0}>{JSON.stringify(segment, null, 1)}</pre>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
