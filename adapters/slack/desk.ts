import { z } from 'zod';
import type { OperatorDesk } from '../adapter.ts';
import { id } from './address.ts';
import type { SlackClient } from './client.ts';
import { renderNotice, renderReply } from './render.ts';

/** The slash command of operators. */
const COMMAND = '/promo';
/** How actions of the desk's buttons begin. */
const ACTION = 'desk:';

const command = z.object({
  command: z.literal(COMMAND),
  channel_id: id,
  user_id: id,
  text: z.string().optional(),
  response_url: z.string().optional(),
});
const press = z.object({
  user: z.object({ id }),
  channel: z.object({ id }),
  actions: z.tuple([z.object({ value: z.string().startsWith(ACTION) })]),
});

/** What an operator asked for, and where. */
interface Asked {
  words: string;
  user: string;
  channel: string;
  respond?: string;
}

/** What an operator asks for with `/promo` or a button of its answers; undefined for all else. */
export function askedOfDesk(body: unknown): Asked | undefined {
  const typed = command.safeParse(body).data;
  if (typed)
    return {
      words: typed.text ?? '',
      user: typed.user_id,
      channel: typed.channel_id,
      ...(typed.response_url ? { respond: typed.response_url } : {}),
    };
  const pressed = press.safeParse(body).data;
  if (!pressed) return undefined;
  const [{ value }] = pressed.actions;
  return { words: value.slice(ACTION.length), user: pressed.user.id, channel: pressed.channel.id };
}

/** Answers an operator in their channel; whoever asks elsewhere is told where. */
export async function answerAtDesk(
  { channel, respond, user, words }: Asked,
  {
    client,
    desk,
    operatorChannel,
  }: { client: SlackClient; desk: OperatorDesk; operatorChannel: string | undefined },
): Promise<void> {
  if (channel !== operatorChannel) {
    const where =
      operatorChannel === undefined ? 'Set SLACK_OPERATOR_CHANNEL first.' : `Use <#${operatorChannel}>.`;
    const notice = { ...renderNotice(`Promos are looked after in a channel of operators. ${where}`) };
    if (respond) await client.respond(respond, { ...notice, replace_original: false });
    return;
  }
  const reply = await desk.promo(words, `slack:${user}`);
  await client.post(channel, { unfurl_links: false, unfurl_media: false, ...renderReply(reply).message });
}
