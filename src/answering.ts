import { CITY } from './city.ts';
import type { Config } from './config.ts';
import type { Operator } from './engine/compose/grounded.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { loadKnowledge } from './knowledge/knowledge.ts';
import type { Knowledge } from './knowledge/types.ts';
import { createModel, type Model } from './llm/model.ts';
import { createTranscriber, type Transcribe } from './llm/transcribe.ts';

/** The part that answers: needs no store and no platform. */
export interface Answering {
  engine: Engine;
  knowledge: Knowledge;
  /** Absent where answers are written from the facts alone. */
  model?: Model;
  /** Absent where no endpoint for voice messages is set. */
  transcribe?: Transcribe;
  operator: Operator;
}

/**
 * @param city folder of the city pack
 * @throws PackError when the city pack cannot be read
 */
export async function createAnswering(config: Config, city: string = CITY): Promise<Answering> {
  const knowledge = await loadKnowledge(city);
  const model = createModel(config);
  const operator = {
    ...(config.OPERATOR_NAME ? { name: config.OPERATOR_NAME } : {}),
    ...(config.OPERATOR_CONTACT ? { contact: config.OPERATOR_CONTACT } : {}),
  };
  const transcribe = createTranscriber(config);
  return {
    engine: createEngine({ knowledge, operator, ...(model ? { model } : {}) }),
    knowledge,
    operator,
    ...(model ? { model } : {}),
    ...(transcribe ? { transcribe } : {}),
  };
}
