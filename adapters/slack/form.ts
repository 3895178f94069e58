import type { types } from '@slack/bolt';
import { z } from 'zod';
import { phrase } from '../../src/engine/compose/phrases.ts';
import { LANGUAGES, type InboundEvent, type Language } from '../../src/messages.ts';
import { REASONS } from '../../src/store/models/turn.ts';
import { personOf, packVia, unpackVia } from './address.ts';
import { PLATFORM, type PressRead } from './parse.ts';
import { formPayload, type FormPayload } from './payloads.ts';
import { label, readVotesBlock } from './render.ts';

/** Tells our form from others. */
export const FORM = 'reason';
/** Characters that a correction may have. */
const MAX_CORRECTION = 1_000;
/** Characters of a modal's private data. */
const MAX_METADATA = 3_000;

/** The form's two buttons, at most 24 characters each. */
const BUTTONS: Record<Language, { send: string; cancel: string }> = {
  en: { send: 'Send', cancel: 'Cancel' },
  tr: { send: 'Gönder', cancel: 'Vazgeç' },
  de: { send: 'Senden', cancel: 'Abbrechen' },
  fr: { send: 'Envoyer', cancel: 'Annuler' },
  es: { send: 'Enviar', cancel: 'Cancelar' },
  it: { send: 'Invia', cancel: 'Annulla' },
  ru: { send: 'Отправить', cancel: 'Отмена' },
  ar: { send: 'إرسال', cancel: 'إلغاء' },
  fa: { send: 'ارسال', cancel: 'انصراف' },
  zh: { send: '发送', cancel: '取消' },
  ja: { send: '送信', cancel: 'キャンセル' },
  ko: { send: '보내기', cancel: '취소' },
};

/** What the form remembers of the press that opened it. */
const origin = z.object({
  turn: z.string(),
  language: z.enum(LANGUAGES),
  conversation: z.string(),
  shared: z.literal(true).optional(),
  via: z.string().optional(),
});

/**
 * The form that asks what was wrong with an answer, for a press on its thumb down; nothing for other presses, and for
 * one that takes a standing thumb back.
 */
export function reasonForm({ blockId, event }: PressRead): types.ModalView | undefined {
  const [verb, turn] = event.action.split(':');
  const votes = readVotesBlock(blockId);
  if (verb !== 'down' || !turn || votes?.standing === 'down') return undefined;
  const language = LANGUAGES.find((each) => each === votes?.language) ?? 'en';
  const { blocks: _, text: __, ...via } = unpackVia(event.via);
  const { conversation, shared } = event;
  const remembered = { turn, language, conversation, ...(shared ? { shared } : {}), ...packVia(via) };
  const metadata = JSON.stringify(remembered);
  if (metadata.length > MAX_METADATA) return undefined;
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: metadata,
    title: label('Rehber'),
    submit: label(BUTTONS[language].send),
    close: label(BUTTONS[language].cancel),
    blocks: [
      {
        type: 'input',
        block_id: 'reason',
        optional: true,
        label: label(phrase(language, 'feedbackAskReason')),
        element: {
          type: 'radio_buttons',
          action_id: 'reason',
          options: REASONS.map((reason) => ({
            text: label(phrase(language, `reasons.${reason}`)),
            value: reason,
          })),
        },
      },
      {
        type: 'input',
        block_id: 'correction',
        optional: true,
        label: label(phrase(language, 'writeCorrection')),
        element: {
          type: 'plain_text_input',
          action_id: 'correction',
          multiline: true,
          max_length: MAX_CORRECTION,
        },
      },
    ],
  };
}

/** What was said in the form: a reason, a correction, both or neither, as presses of the buttons that it stands for. */
export function parseForm(payload: unknown, now = new Date()): InboundEvent[] {
  const read = formPayload.safeParse(payload);
  const from = read.success ? originOf(read.data) : undefined;
  const team = read.data?.team?.id ?? read.data?.user.team_id;
  if (!read.success || !from || !team) return [];
  const { user, view } = read.data;
  const base = {
    platform: PLATFORM,
    conversation: from.conversation,
    user: { id: personOf(team, user.id), languageTag: from.language },
    at: now,
    ...(from.shared ? { shared: true } : {}),
    ...(from.via ? { via: from.via } : {}),
    kind: 'press' as const,
    pressId: view.id,
  };
  const { values } = view.state;
  const reason = values['reason']?.['reason']?.selected_option?.value;
  const correction = values['correction']?.['correction']?.value?.trim();
  return [
    ...(reason ? [{ ...base, id: `form:${view.id}:why`, action: `why:${from.turn}:${reason}` }] : []),
    ...(correction
      ? [{ ...base, id: `form:${view.id}:fix`, action: `fix:${from.turn}`, text: correction }]
      : []),
  ];
}

function originOf({ view }: FormPayload): z.output<typeof origin> | undefined {
  try {
    return origin.safeParse(JSON.parse(view.private_metadata)).data;
  } catch {
    return undefined;
  }
}
