/** Payloads as Slack sends them, their ids made up anew for each. */

export const TEAM = 'T024BE7LD';
export const TOURIST = 'U2147483697';
export const BOT = 'U0BOT00001';
export const CHANNEL = 'C024BE91L';
/** The tourist's conversation with the bot. */
export const DIRECT = 'D024BE91L';

export type RawPayload = Record<string, unknown>;

let counter = 0;

/** A time of today that no other message has: Slack's ids of messages. */
export function nextTs(): string {
  counter += 1;
  return `${Math.floor(Date.now() / 1_000)}.${String(counter).padStart(6, '0')}`;
}

/** An event in its envelope. */
export function event(content: RawPayload, more: RawPayload = {}): RawPayload {
  counter += 1;
  return {
    token: 'x',
    team_id: TEAM,
    api_app_id: 'A0001',
    type: 'event_callback',
    event_id: `Ev${counter}`,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [{ team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: false }],
    event: content,
    ...more,
  };
}

/** A message in the direct conversation. */
export function directMessage(text: string, more: RawPayload = {}): RawPayload {
  const ts = nextTs();
  const message = {
    type: 'message',
    channel: DIRECT,
    channel_type: 'im',
    user: TOURIST,
    text,
    ts,
    event_ts: ts,
  };
  return event({ ...message, ...more });
}

/** A message in a channel, as `message` or as `app_mention`. */
export function channelMessage(
  text: string,
  more: RawPayload = {},
  type: 'message' | 'app_mention' = 'message',
): RawPayload {
  const ts = nextTs();
  const kind = type === 'message' ? { channel_type: 'channel' } : {};
  return event({ type, channel: CHANNEL, ...kind, user: TOURIST, text, ts, event_ts: ts, ...more });
}

export function reaction(
  type: 'reaction_added' | 'reaction_removed',
  name: string,
  item: { channel: string; ts: string },
  more: RawPayload = {},
): RawPayload {
  return event({
    type,
    user: TOURIST,
    reaction: name,
    item: { type: 'message', ...item },
    item_user: BOT,
    event_ts: nextTs(),
    ...more,
  });
}

/** A press on a message, by default one in the direct conversation. */
export function press(
  value: string,
  options: {
    channel?: string;
    ts?: string;
    container?: RawPayload;
    message?: RawPayload;
    action?: RawPayload;
  } = {},
): RawPayload {
  const { channel = DIRECT, ts = nextTs() } = options;
  const id = nextTs();
  return {
    type: 'block_actions',
    user: { id: TOURIST, username: 'tourist', team_id: TEAM },
    api_app_id: 'A0001',
    token: 'x',
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: false,
      ...options.container,
    },
    trigger_id: `trigger-${id}`,
    team: { id: TEAM, domain: 'tourists' },
    channel: { id: channel, name: 'somewhere' },
    message: { type: 'message', user: BOT, ts, text: 'An answer', ...options.message },
    state: { values: {} },
    response_url: 'https://hooks.slack.com/actions/T024BE7LD/1/x',
    actions: [{ type: 'button', block_id: 'b1', action_id: 'vote', value, action_ts: id, ...options.action }],
  };
}

export function slashCommand(text: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    token: 'x',
    team_id: TEAM,
    team_domain: 'tourists',
    channel_id: CHANNEL,
    channel_name: 'somewhere',
    user_id: TOURIST,
    user_name: 'tourist',
    command: '/guide',
    text,
    api_app_id: 'A0001',
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/T024BE7LD/1/x',
    trigger_id: `trigger-${nextTs()}`,
    ...more,
  };
}

/** What Slack sends when a form that was opened with `view` is sent off. */
export function formSubmission(
  view: { private_metadata: string; callback_id: string },
  said: { reason?: string; correction?: string },
): RawPayload {
  counter += 1;
  return {
    type: 'view_submission',
    team: { id: TEAM, domain: 'tourists' },
    user: { id: TOURIST, username: 'tourist', team_id: TEAM },
    api_app_id: 'A0001',
    token: 'x',
    trigger_id: `trigger-${counter}`,
    view: {
      id: `V${counter}`,
      team_id: TEAM,
      type: 'modal',
      private_metadata: view.private_metadata,
      callback_id: view.callback_id,
      state: {
        values: {
          reason: {
            reason: {
              type: 'radio_buttons',
              selected_option: said.reason ? { value: said.reason } : null,
            },
          },
          correction: { correction: { type: 'plain_text_input', value: said.correction ?? null } },
        },
      },
    },
    response_urls: [],
  };
}
