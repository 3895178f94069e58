import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { loadKnowledge } from './knowledge/knowledge.ts';
import type { Knowledge } from './knowledge/types.ts';
import { createModel } from './llm/model.ts';

/** Folder of the city pack. */
export const CITY = fileURLToPath(new URL('../cities/istanbul', import.meta.url));

/** The part that answers: needs no store and no platform. */
export interface Answering {
  engine: Engine;
  knowledge: Knowledge;
}

/** @throws PackError when the city pack cannot be read */
export async function createAnswering(config: Config): Promise<Answering> {
  const knowledge = await loadKnowledge(CITY);
  const model = createModel(config);
  const operator = {
    ...(config.OPERATOR_NAME ? { name: config.OPERATOR_NAME } : {}),
    ...(config.OPERATOR_CONTACT ? { contact: config.OPERATOR_CONTACT } : {}),
  };
  return { engine: createEngine({ knowledge, operator, ...(model ? { model } : {}) }), knowledge };
}
