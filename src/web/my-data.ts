import type { FastifyInstance } from 'fastify';
import { dataOf, personOfLink } from '../privacy/my-data.ts';
import type { Vault } from '../privacy/encryption.ts';

/** Adds `/mydata/…`: the links that `/mydata` gives in a chat. */
export function addMyData(server: FastifyInstance, vault: Vault): void {
  server.get<{ Params: { secret: string } }>('/mydata/:secret', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    const person = await personOfLink(request.params.secret);
    const data = person && (await dataOf(person, vault));
    if (!data) {
      reply.code(404);
      return { error: 'This link has expired, or never was. Write /mydata to the guide for a new one.' };
    }
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', 'inline; filename="rehber-my-data.json"')
      .send(JSON.stringify(data, null, 2));
  });
}

/** Path of a link. */
export function myDataPath(secret: string): string {
  return `/mydata/${secret}`;
}
