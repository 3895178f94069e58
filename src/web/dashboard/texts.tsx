import type { PartProps } from './compose.tsx';
import { EMPTY_LANGUAGE, type LanguageFields } from './form.ts';
import { count, directionOf, languageName } from './format.ts';
import { settings } from './settings.ts';

/** Longest text, and longest label of a button, in characters. */
const MAX_TEXT = 1_024;
const MAX_LABEL = 20;

/** What the broadcast says, in each language. */
export function Texts({ form, set }: PartProps) {
  const { compare, fallback, languages } = form;
  const codes = Object.keys(languages);
  const left = settings.languages.filter((each) => !codes.includes(each));
  const change = (code: string, fields: Partial<LanguageFields>): void =>
    set({ languages: { ...languages, [code]: { ...EMPTY_LANGUAGE, ...languages[code], ...fields } } });
  const remove = (code: string): void => {
    set({
      languages: Object.fromEntries(Object.entries(languages).filter(([each]) => each !== code)),
      ...(fallback === code ? { fallback: '' } : {}),
    });
  };
  return (
    <section class="card" aria-labelledby="texts">
      <h2 id="texts">Text</h2>
      <p class="hint">
        Everybody gets their own language. <code>{'{{link}}'}</code> puts the link into the text instead of a
        button
        {settings.operator && (
          <>
            , <code>{'{{operator}}'}</code> your name
          </>
        )}
        . A button that ends promos is always added.
      </p>
      {codes.map((code) => (
        <fieldset class="language" key={code}>
          <legend>{languageName(code)}</legend>
          <TextBox
            label={compare ? 'First text' : 'Text'}
            code={code}
            value={languages[code]?.text ?? ''}
            onInput={(text) => change(code, { text })}
          />
          {compare && (
            <TextBox
              label="Second text"
              code={code}
              value={languages[code]?.textB ?? ''}
              onInput={(textB) => change(code, { textB })}
            />
          )}
          <LanguageExtras
            code={code}
            fields={languages[code] ?? EMPTY_LANGUAGE}
            hasLink={form.link.trim() !== ''}
            hasTemplate={form.template.trim() !== ''}
            onChange={(fields) => change(code, fields)}
          />
          {codes.length > 1 && (
            <button type="button" class="small" onClick={() => remove(code)}>
              Remove {languageName(code)}
            </button>
          )}
        </fieldset>
      ))}
      <div class="fields">
        {left.length > 0 && (
          <label>
            Add a language
            <select value="" onChange={(event) => change(event.currentTarget.value, {})}>
              <option value="">choose …</option>
              {left.map((code) => (
                <option key={code} value={code}>
                  {languageName(code)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          For other languages
          <select value={fallback} onChange={(event) => set({ fallback: event.currentTarget.value })}>
            <option value="">English, else the first</option>
            {codes.map((code) => (
              <option key={code} value={code}>
                {languageName(code)}
              </option>
            ))}
            <option value="none">nothing: leave them out</option>
          </select>
        </label>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={compare}
          onChange={(event) => set({ compare: event.currentTarget.checked })}
        />
        Compare two texts: half of the people get the second
      </label>
    </section>
  );
}

interface TextBoxProps {
  label: string;
  code: string;
  value: string;
  onInput: (text: string) => void;
}

function TextBox({ code, label, onInput, value }: TextBoxProps) {
  const length = value.trim().length;
  const id = `${label}-${code}`.replaceAll(' ', '-');
  return (
    <>
      <label>
        {label} <span class="hidden">in {languageName(code)}</span>
        <textarea
          rows={4}
          lang={code}
          dir={directionOf(code)}
          value={value}
          aria-describedby={id}
          aria-invalid={length > MAX_TEXT}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </label>
      <p class={length > MAX_TEXT ? 'hint bad' : 'hint'} id={id}>
        {count(length)} of {count(MAX_TEXT)} characters
        {length > MAX_TEXT && `: ${count(length - MAX_TEXT)} too many`}
      </p>
    </>
  );
}

interface LanguageExtrasProps {
  code: string;
  fields: LanguageFields;
  hasLink: boolean;
  hasTemplate: boolean;
  onChange: (fields: Partial<LanguageFields>) => void;
}

function LanguageExtras({ code, fields, hasLink, hasTemplate, onChange }: LanguageExtrasProps) {
  const inLanguage = <span class="hidden"> in {languageName(code)}</span>;
  return (
    <div class="fields">
      {hasLink && (
        <label>
          <span>Label of the link’s button{inLanguage}</span>
          <input
            type="text"
            maxlength={MAX_LABEL}
            lang={code}
            dir={directionOf(code)}
            value={fields.linkLabel}
            onInput={(event) => onChange({ linkLabel: event.currentTarget.value })}
          />
        </label>
      )}
      {hasTemplate && (
        <>
          <label>
            <span>Parameters of the template, one a line{inLanguage}</span>
            <textarea
              rows={2}
              lang={code}
              dir={directionOf(code)}
              value={fields.parameters}
              onInput={(event) => onChange({ parameters: event.currentTarget.value })}
            />
          </label>
          <label>
            <span>
              Meta’s code of the language, where it is not {code}
              {inLanguage}
            </span>
            <input
              type="text"
              autocomplete="off"
              spellcheck={false}
              value={fields.templateLanguage}
              onInput={(event) => onChange({ templateLanguage: event.currentTarget.value })}
            />
          </label>
        </>
      )}
    </div>
  );
}
