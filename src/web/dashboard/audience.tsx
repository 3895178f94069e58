import type { Audience } from '../admin/protocol.ts';
import { count, people } from './format.ts';
import { settings } from './settings.ts';

/** Reasons for which people are left out, in words. */
const REASONS: Readonly<Record<string, string>> = {
  no_consent: 'never said yes to offers',
  stopped: 'said no to offers',
  unreachable: 'cannot be reached: blocked us, gone, or on a channel that is off',
  window_closed: 'wrote too long ago for this channel, and there is no template',
  no_template: 'wrote too long ago, and the template is not in their language',
  capped: `got their share of promos already (${settings.promoCap})`,
  us_marketing: 'have a number of the United States, where WhatsApp delivers no promos',
  no_text: 'there is no text in their language, and no fallback',
};

/** How many get it, and why the others do not. */
export function AudienceTable({ audience: { excluded, recipients } }: { audience: Audience }) {
  const reasons = Object.entries(excluded).sort(([, a], [, b]) => b - a);
  return (
    <>
      <p class="big">
        {people(recipients)} <span class="faint small">would get it now</span>
      </p>
      {reasons.length > 0 && (
        <table class="counts">
          <caption>Left out</caption>
          <thead class="hidden">
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">People</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(([reason, n]) => (
              <tr key={reason}>
                <th scope="row">{REASONS[reason] ?? reason}</th>
                <td class="number">{count(n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
