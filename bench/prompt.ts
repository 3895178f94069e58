import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { createAnswering } from '../src/answering.ts';
import { readConfig } from '../src/config.ts';
import { quantile } from './figures.ts';

const QUESTIONS = [
  'kebab near me',
  'Ayasofya ne zaman açılıyor?',
  'музей рядом',
  'مسجد قريب',
  '近くの朝食',
  'is Galata Tower open on Monday?',
];

/** Tokens of the prompts that a model gets, as an endpoint receives them (OpenAI's o200k vocabulary). */
export async function benchPrompt(): Promise<Record<string, string>> {
  const tokens: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { messages } = JSON.parse(Buffer.concat(chunks).toString()) as {
        messages: { content: string }[];
      };
      tokens.push(messages.reduce((sum, message) => sum + encode(message.content).length, 0));
      const message = { role: 'assistant', content: 'no' };
      const body = {
        id: '1',
        object: 'chat.completion',
        created: 1,
        model: 'bench',
        choices: [{ index: 0, finish_reason: 'stop', message }],
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const { engine } = await createAnswering(readConfig({ OPENAI_BASE_URL: url, OPENAI_API_KEY: 'none' }));
  const point = { lat: 41.0086, lon: 28.9802 };
  for (const text of QUESTIONS)
    await engine.answer({ text, at: new Date(), point, history: [], turnId: '0'.repeat(24) });
  server.close();
  return {
    'tokens of a prompt, p50': String(quantile(tokens, 0.5)),
    'tokens of a prompt, most': String(Math.max(...tokens)),
    allowed: '700',
  };
}
