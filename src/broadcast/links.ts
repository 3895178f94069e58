import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Types } from 'mongoose';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import { Broadcast, type BroadcastRow } from '../store/models/broadcast.ts';
import { noteClick } from './effects.ts';

/** Bytes of an id, and of the signature behind the two of them. */
const ID_BYTES = 12;
const SIGNATURE_BYTES = 12;
/** Characters of a token. */
export const TOKEN_LENGTH = 48;
const TOKEN = /^[\w-]{48}$/;
/** Programs that look at a link before a person does. */
const ROBOTS = /bot|crawl|spider|preview|facebookexternalhit|whatsapp|slack|curl|wget/i;

/** Signs links of deliveries: whoever has one can open the broadcast's link, and nothing else. */
export class LinkSigner {
  readonly #secret: string;

  constructor(pseudonyms: Pseudonyms) {
    this.#secret = pseudonyms.secret('broadcast links');
  }

  /** 48 characters of `A-Za-z0-9_-`. */
  tokenOf(broadcast: Types.ObjectId, delivery: Types.ObjectId): string {
    const ids = Buffer.from(broadcast.toHexString() + delivery.toHexString(), 'hex');
    return Buffer.concat([ids, this.#sign(ids)]).toString('base64url');
  }

  /** Undefined for a token that is none of ours. */
  read(token: string): { broadcast: Types.ObjectId; delivery: Types.ObjectId } | undefined {
    if (!TOKEN.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const ids = bytes.subarray(0, 2 * ID_BYTES);
    if (!timingSafeEqual(bytes.subarray(2 * ID_BYTES), this.#sign(ids))) return undefined;
    return {
      broadcast: new Types.ObjectId(ids.subarray(0, ID_BYTES)),
      delivery: new Types.ObjectId(ids.subarray(ID_BYTES)),
    };
  }

  #sign(ids: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(ids).digest().subarray(0, SIGNATURE_BYTES);
  }
}

/** Adds `/r/…`: a click on a promo's link is counted and goes on to where the broadcast says, nowhere else. */
export function addLinks(server: FastifyInstance, signer: LinkSigner): void {
  server.get<{ Params: { token: string } }>('/r/:token', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    const found = signer.read(request.params.token);
    const broadcast =
      found && (await Broadcast.findById(found.broadcast, { link: 1 }).lean<Pick<BroadcastRow, 'link'>>());
    if (!found || !broadcast?.link) {
      reply.code(404);
      return { error: 'This link does not lead anywhere any more.' };
    }
    const isPerson = request.method === 'GET' && !ROBOTS.test(request.headers['user-agent'] ?? '');
    if (isPerson) await noteClick(found.delivery, new Date());
    return reply.redirect(broadcast.link, 302);
  });
}

/** Path of a tracked link. */
export function linkPath(token: string): string {
  return `/r/${token}`;
}
