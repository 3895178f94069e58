import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { LLMock, type FixtureFileResponse, type FixtureOpts } from '@copilotkit/aimock';
import { createModel, type Model } from '../../src/llm/model.ts';

/** The name by which the model is asked for. */
export const MODEL = 'guide-1';
const USAGE = { prompt_tokens: 321, completion_tokens: 45, total_tokens: 366 };

/** A chat-completion endpoint of other people's making, and a model of ours that asks it. */
export interface Emulated {
  mock: LLMock;
  model: Model;
  /** Answers every question with this from now on. */
  says(response: Parameters<LLMock['on']>[1], options?: FixtureOpts): void;
  /** How often it was asked. */
  asked(): number;
  /** The messages of the last question. */
  lastPrompt(): { role: string; content: string }[];
}

/** Starts the endpoint for one test. */
export async function emulate(t: TestContext): Promise<Emulated> {
  const mock = await LLMock.create({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
  let running = true;
  const stop = mock.stop.bind(mock);
  mock.stop = async () => {
    if (running) await stop();
    running = false;
  };
  t.after(() => mock.stop());
  return {
    mock,
    model: modelAt(`${mock.url}/v1`),
    says(response, options) {
      mock.clearFixtures();
      mock.on({}, response, options);
    },
    asked: () => mock.getRequests().length,
    lastPrompt: () => (mock.getLastRequest()?.body?.messages ?? []) as { role: string; content: string }[],
  };
}

/** A model behind any endpoint. */
function modelAt(baseURL: string): Model {
  const model = createModel({ OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: 'secret', OPENAI_MODEL: MODEL });
  if (!model) throw new Error('An endpoint of its own makes a model.');
  return model;
}

/** A text with the tokens that it took. */
export function text(content: string): FixtureFileResponse {
  return { content, usage: USAGE };
}

/** A model behind an endpoint that answers with bytes of our own. */
export function modelSaying({ mock }: Emulated, respond: (response: ServerResponse) => void): Model {
  mock.mount('/raw', {
    handleRequest: (request: IncomingMessage, response: ServerResponse) => {
      request.resume();
      request.on('end', () => respond(response));
      return Promise.resolve(true);
    },
  });
  return modelAt(`${mock.url}/raw`);
}
