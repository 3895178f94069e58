import type { Vault } from '../privacy/encryption.ts';
import { redact } from '../privacy/redact.ts';
import { bytes } from '../store/bytes.ts';
import type { TurnRow } from '../store/models/turn.ts';
import { trainingMessages } from '../engine/compose/prompt.ts';

/** A turn as exports see it: its texts opened and redacted by the current rules. */
export interface ExportTurn extends Omit<TurnRow, 'question' | 'answer' | 'feedback' | 'cell'> {
  id: string;
  cell?: string | null;
  /** District of the cell. */
  district?: string;
  question: string;
  answer: string;
  feedback: { rating: 'up' | 'down' | null; reason?: string; correction?: string; at: Date } | null;
}

/** Opens a stored turn for export. */
export function openTurn(row: TurnRow & { _id: unknown }, vault: Vault): ExportTurn {
  const { feedback } = row;
  return {
    ...row,
    id: String(row._id),
    question: redact(vault.open(bytes(row.question))),
    answer: row.grounded ? vault.open(bytes(row.answer)) : redact(vault.open(bytes(row.answer))),
    feedback: feedback
      ? {
          rating: feedback.rating ?? null,
          ...(feedback.reason ? { reason: feedback.reason } : {}),
          ...(feedback.correction ? { correction: redact(vault.open(bytes(feedback.correction))) } : {}),
          at: feedback.at,
        }
      : null,
  };
}

/** One line of an export, or undefined where the turn has no place in that format. */
export type Formatter = (turn: ExportTurn) => object | undefined;

/** Every consented turn with its feedback. */
function turnsFormat(turn: ExportTurn): object {
  return {
    id: turn.id,
    schemaVersion: turn.schemaVersion,
    at: turn.at,
    changedAt: turn.changedAt,
    person: turn.person,
    conversation: turn.conversation,
    platform: turn.platform,
    language: turn.language,
    intent: turn.intent,
    cell: turn.cell ?? null,
    district: turn.district ?? null,
    question: turn.question,
    answer: turn.answer,
    facts: turn.facts,
    places: turn.places,
    grounded: turn.grounded,
    rejected: turn.rejected ?? [],
    variant: turn.variant,
    model: turn.model ?? null,
    promptVersion: turn.promptVersion,
    codeVersion: turn.codeVersion,
    redactorVersion: turn.redactorVersion,
    tokens: turn.tokens ?? null,
    latencyMs: turn.latencyMs,
    length: turn.length,
    consent: turn.consent,
    feedback: turn.feedback,
  };
}

/**
 * OpenAI's chat fine-tuning line: the system message with the retrieved facts, the question, the answer to learn. What a
 * person corrected is learned as corrected; a thumb down without a correction teaches nothing and is left out, and so is
 * a location that came without words.
 */
function openaiFormat(turn: ExportTurn): object | undefined {
  const correction = turn.feedback?.rating === 'down' ? turn.feedback.correction : undefined;
  if (turn.question === '' || (turn.feedback?.rating === 'down' && !correction)) return undefined;
  const prompt = trainingMessages({ facts: turn.facts, language: turn.language, question: turn.question });
  return { messages: [...prompt, { role: 'assistant', content: correction ?? turn.answer }] };
}

/** The formats of `rehber export`. */
export const FORMATS = { openai: openaiFormat, turns: turnsFormat } satisfies Record<string, Formatter>;
export type Format = keyof typeof FORMATS;
