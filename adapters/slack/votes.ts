const UP = new Set([
  '+1',
  'thumbsup',
  'heart',
  'fire',
  'smiling_face_with_3_hearts',
  'clap',
  'grin',
  'tada',
  'star-struck',
  'pray',
  'ok_hand',
  '100',
  'heart_eyes',
  'trophy',
  'hugging_face',
  'saluting_face',
]);
const DOWN = new Set([
  '-1',
  'thumbsdown',
  'face_with_symbols_on_mouth',
  'cry',
  'face_vomiting',
  'hankey',
  'poop',
  'rage',
  'sob',
  'middle_finger',
]);

/** What an emoji says about an answer, by Slack's name for it with or without a skin tone; nothing for most. */
export function voteOf(reaction: string): 'up' | 'down' | undefined {
  const [name = ''] = reaction.split('::');
  if (UP.has(name)) return 'up';
  return DOWN.has(name) ? 'down' : undefined;
}
