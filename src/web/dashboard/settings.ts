import type { DashboardSettings } from '../admin/protocol.ts';

/** What the server told this page with itself. */
export const settings = JSON.parse(
  document.querySelector('#settings')?.textContent ?? '{}',
) as DashboardSettings;
