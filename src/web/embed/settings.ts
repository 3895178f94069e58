/** What the embed script says and does in one language. */
export interface EmbedLabels {
  title: string;
  open: string;
  close: string;
  direction: 'ltr' | 'rtl';
}

/** What the server tells the embed script. */
export interface EmbedSettings {
  /** Origins whose pages may show the chat; `*` stands for all. The guide's own always may. */
  origins: string[];
  /** By the code of the language. */
  labels: Record<string, EmbedLabels>;
}

/** What the chat's page says to the page that shows it in a frame: the person wants it closed. */
export const CLOSE_MESSAGE = 'rehber:close';
