import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fastify, type FastifyInstance } from 'fastify';
import { createWhatsAppAdapter } from '../../adapters/whatsapp.ts';
import type { Adapter } from '../../adapters/adapter.ts';
import type { Button, Reply } from '../../src/messages.ts';
import { recordLog } from '../support/log.ts';
import { PHONE_NUMBER_ID, TOKEN } from '../support/whatsapp-graph.ts';
import { APP_SECRET, PHONE, VERIFY_TOKEN } from '../support/whatsapp-webhooks.ts';

const FIXTURES = process.env['REHBER_FIXTURES'];
const TO = { conversation: PHONE, user: PHONE };
const KINDS = { text: 'TextMessage', interactive: 'InteractiveMessage', location: 'LocationMessage' };

type Payload = { type: keyof typeof KINDS };

/**
 * A server that takes a message only if it is as Meta's description of the API says, and answers 400 with the reason
 * otherwise. The description is of v23.0: it knows no location request and no link button.
 */
class DescribedGraph {
  readonly taken: Payload[] = [];
  readonly refused: string[] = [];
  apiRoot = '';
  readonly #server: FastifyInstance;

  private constructor(schema: Record<string, unknown>) {
    this.#server = fastify({
      ajv: { customOptions: { coerceTypes: false, removeAdditional: false, strict: false } },
    });
    this.#server.addSchema({ $id: 'meta', ...schema });
    const branches = Object.entries(KINDS).map(([type, name]) => ({
      if: { properties: { type: { const: type } } },
      // oxlint-disable-next-line unicorn/no-thenable
      then: { $ref: `meta#/components/schemas/${name}` },
    }));
    this.#server.route({
      method: 'POST',
      url: '/:version/:id/messages',
      schema: { body: { type: 'object', required: ['type'], allOf: branches } },
      attachValidation: true,
      handler: async (request, response) => {
        const { validationError } = request;
        if (validationError) {
          this.refused.push(validationError.message);
          return response.code(400).send({ error: { message: validationError.message, code: 100 } });
        }
        this.taken.push(request.body as Payload);
        return { messaging_product: 'whatsapp', messages: [{ id: `wamid.${this.taken.length}` }] };
      },
    });
  }

  static async start(): Promise<DescribedGraph> {
    const file = path.join(FIXTURES ?? '', 'contracts', 'whatsapp-business-messaging-v23.yaml');
    // knip reads YAML, and so has a reader for it at hand
    const { parse } = createRequire(import.meta.resolve('knip'))('yaml') as {
      parse: (text: string) => unknown;
    };
    const { components } = parse(await readFile(file, 'utf8')) as { components: { schemas: object } };
    const graph = new DescribedGraph({ components: { schemas: lifted(components.schemas) } });
    graph.apiRoot = await graph.#server.listen({ host: '127.0.0.1', port: 0 });
    return graph;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }
}

/** Without the ban on further fields: it stands on each half of what is described in two halves, and bans the other. */
function lifted(schemas: object): unknown {
  return JSON.parse(
    JSON.stringify(schemas, (key, value: unknown) =>
      key === 'additionalProperties' || key === 'discriminator' || key === 'example' ? undefined : value,
    ),
  );
}

describe(
  'outgoing messages by Meta’s description',
  { skip: !FIXTURES && 'REHBER_FIXTURES is not set: Meta’s description is not at hand' },
  () => {
    let graph: DescribedGraph;
    let adapter: Adapter;
    before(async () => {
      graph = await DescribedGraph.start();
      adapter = createWhatsAppAdapter({
        token: TOKEN,
        phoneNumberId: PHONE_NUMBER_ID,
        apiRoot: graph.apiRoot,
        appSecret: APP_SECRET,
        verifyToken: VERIFY_TOKEN,
        log: recordLog().log,
      });
    });
    after(async () => graph.close());

    const thumbs: Button[] = [
      { label: '👍', action: 'up:1' },
      { label: '👎', action: 'down:1' },
    ];
    const reasons = ['wrong', 'outdated', 'not_near', 'language', 'too_long'].map((reason) => ({
      label: `The answer was ${reason}, and more`,
      action: `why:1:${reason}`,
    }));
    const long = 'Galata Kulesi. '.repeat(80).slice(0, 1_024);
    const replies: Record<string, Partial<Reply> & { text: string }> = {
      'a text': { text: long },
      'an answer with buttons and small print': {
        text: long,
        buttons: [thumbs],
        footer: 'Run by a company with a very long name that does not fit into one line',
      },
      'a list': { text: 'What was wrong?', buttons: [reasons] },
      'a location': {
        text: 'Ayasofya',
        place: { lat: 41.0086, lon: 28.9802, name: 'Ayasofya', address: 'Sultanahmet' },
      },
    };
    const kinds = { 'a text': 'text', 'a location': 'location' } as Record<string, string>;

    for (const [name, content] of Object.entries(replies)) {
      test(`${name} is as described`, async () => {
        await adapter.send(TO, { language: 'en', buttons: [], ...content }, name);
        assert.deepEqual(graph.refused, []);
        assert.equal(graph.taken.at(-1)?.type, kinds[name] ?? 'interactive');
      });
    }

    test('the description does refuse what it does not allow', async () => {
      const count = graph.taken.length;
      const button = { type: 'reply', reply: { id: 'a', title: 'a title of more than twenty' } };
      const wrong = [
        { type: 'text', text: { body: 7 } },
        {
          type: 'interactive',
          interactive: { type: 'button', body: { text: 'x' }, action: { buttons: [button] } },
        },
        {
          type: 'interactive',
          interactive: { type: 'button', body: { text: 'x'.repeat(1_025) }, action: { buttons: [] } },
        },
        { type: 'location', location: { latitude: 41, longitude: '28', name: 'x' } },
      ];
      for (const each of wrong) {
        const body = JSON.stringify({
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: PHONE,
          ...each,
        });
        const response = await fetch(`${graph.apiRoot}/v23.0/1/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        assert.equal(response.status, 400, body);
      }
      assert.equal(graph.taken.length, count);
    });
  },
);
