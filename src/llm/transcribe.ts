import OpenAI, { toFile } from 'openai';
import type { Config } from '../config.ts';

/** Milliseconds that a transcription may take: a voice message is worth a longer wait than a text. */
const DEADLINE_MS = 20_000;

/** Endings by which transcription endpoints tell formats apart. */
const ENDINGS: Record<string, string> = {
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/aac': 'm4a',
  'audio/wav': 'wav',
  'audio/webm': 'webm',
  'video/mp4': 'mp4',
};

/** Writes down what is said in a recording; undefined where the endpoint cannot, or hears nothing. Never throws. */
export type Transcribe = (recording: { data: Uint8Array; mimeType: string }) => Promise<string | undefined>;

/** The transcriber that the environment names; none without `OPENAI_TRANSCRIBE_MODEL`. */
export function createTranscriber(
  config: Pick<Config, 'OPENAI_API_KEY' | 'OPENAI_BASE_URL' | 'OPENAI_TRANSCRIBE_MODEL'>,
): Transcribe | undefined {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_TRANSCRIBE_MODEL: model } = config;
  if (!model) return undefined;
  const client = new OpenAI({ apiKey: apiKey ?? 'none', baseURL, maxRetries: 1, logLevel: 'off' });
  return async ({ data, mimeType }) => {
    const type = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
    try {
      const file = await toFile(data, `voice.${ENDINGS[type] ?? 'ogg'}`, { type });
      const { text } = await client.audio.transcriptions.create(
        { file, model },
        { signal: AbortSignal.timeout(DEADLINE_MS) },
      );
      return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
    } catch {
      return undefined;
    }
  };
}
