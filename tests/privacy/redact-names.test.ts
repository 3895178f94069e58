import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, describe, it } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { createNameFinder, type HideNames } from '../../src/privacy/redact/name-finder.ts';

const PACK = new URL('../../cities/istanbul/', import.meta.url).pathname;

/** What Presidio says of the names in a text, its positions in characters of Python. */
function persons(message: string, ...names: string[]): unknown[] {
  return names.map((name) => {
    const start = Array.from(message.slice(0, message.indexOf(name))).length;
    const end = start + Array.from(name).length;
    return { analysis_explanation: null, entity_type: 'PERSON', start, end, score: 0.85 };
  });
}

describe('names, where a Presidio analyzer looks for them', () => {
  let server: Server;
  let knowledge: Awaited<ReturnType<typeof loadKnowledge>>;
  let answer: (body: { text: string }, response: ServerResponse) => void;
  let asked: { url: string | undefined; body: unknown }[];
  let said: string[];
  let hide: HideNames;

  before(async () => {
    knowledge = await loadKnowledge(PACK);
    server = createServer((request: IncomingMessage, response) => {
      void text(request).then((raw) => {
        const body = JSON.parse(raw) as { text: string };
        asked.push({ url: request.url, body });
        answer(body, response);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    said = [];
    const log = {
      warn: (_: unknown, message: string) => void said.push(`warn ${message}`),
      info: (message: string) => void said.push(`info ${message}`),
    };
    const { port } = server.address() as AddressInfo;
    hide = createNameFinder({ url: `http://127.0.0.1:${port}/presidio`, knowledge, log: log as never });
  });

  function finds(...names: string[]): void {
    answer = (body, response) => response.end(JSON.stringify(persons(body.text, ...names)));
  }

  it('are hidden, and the analyzer is asked for people in the language of the text', async () => {
    finds('Xiomara Quispe', 'Thorvald');
    assert.equal(
      await hide('🙂 ask Xiomara Quispe or Thorvald at [phone]', 'es'),
      '🙂 ask [name] or [name] at [phone]',
    );
    assert.deepEqual(asked, [
      {
        url: '/presidio/analyze',
        body: {
          text: '🙂 ask Xiomara Quispe or Thorvald at [phone]',
          language: 'es',
          entities: ['PERSON'],
          score_threshold: 0.6,
        },
      },
    ]);
  });

  it('of places stay, and so do placeholders', async () => {
    const message = 'my name is [name], Galata Tower or Sultanahmet?';
    answer = (body, response) =>
      response.end(
        JSON.stringify([
          ...persons(body.text, 'Galata Tower', 'Sultanahmet'),
          { entity_type: 'PERSON', start: 11, end: 17, score: 1 },
          { entity_type: 'LOCATION', start: 0, end: 2, score: 1 },
          { entity_type: 'PERSON', start: 40, end: 400, score: 1 },
        ]),
      );
    assert.equal(await hide(message, 'en'), message);
  });

  it('are left to the rules while it is away, which the log says once', async () => {
    answer = (_, response) => response.writeHead(500).end('{"error":"no model for this language"}');
    for (let time = 0; time < 3; time++) assert.equal(await hide('ask Thorvald', 'tr'), 'ask Thorvald');
    answer = (_, response) => response.end('{"not":"a list"}');
    assert.equal(await hide('ask Thorvald', 'tr'), 'ask Thorvald');
    answer = () => {};
    assert.equal(await hide('ask Thorvald', 'tr'), 'ask Thorvald');
    finds('Thorvald');
    assert.equal(await hide('ask Thorvald', 'tr'), 'ask [name]');
    assert.deepEqual(said, [
      'warn PRESIDIO_URL does not answer: names are hidden by the rules alone',
      'info names are looked for again: PRESIDIO_URL answers',
    ]);
  });
});
