const UP = new Set(['👍', '❤', '🔥', '🥰', '👏', '😁', '🎉', '🤩', '🙏', '👌', '💯', '😍', '🏆', '🤗', '🫡']);
const DOWN = new Set(['👎', '🤬', '😢', '🤮', '💩', '😡', '😭', '🖕']);
/** Skin tones, and the sign that asks for the coloured form: they change the look and not the meaning. */
const LOOKS = /[\p{Emoji_Modifier}\uFE0F]/gu;

/** What an emoji on an answer says of it; null where it says nothing. */
export function voteOf(emoji: string): 'up' | 'down' | null {
  const bare = emoji.replace(LOOKS, '');
  return UP.has(bare) ? 'up' : DOWN.has(bare) ? 'down' : null;
}
