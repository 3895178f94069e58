import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { imageSize } from 'image-size';
import type { Picture } from '../messages.ts';
import { bytes } from '../store/bytes.ts';
import { StoredPicture } from '../store/models/picture.ts';
import { BroadcastError } from './errors.ts';

/** Largest picture, in bytes: what WhatsApp takes. */
const MAX_BYTES = 5 * 1_024 * 1_024;
/** Most pixels of both sides together, and how many times the longer may be the shorter: what Telegram takes as a photo. */
const MAX_SIDES = 10_000;
const MAX_RATIO = 20;
/** How files begin. */
const BEGINNINGS: [Picture['mimeType'], Buffer][] = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
];
const ID = /^(jpeg|png)-[\w-]{43}$/;
/** Pictures are asked for by many and change never: the last one stays in memory. */
let latest: { id: string; data: Uint8Array } | undefined;

/**
 * Stores a picture and gives its id.
 * @throws BroadcastError for one that is too large, or neither JPEG nor PNG by its own bytes
 */
export async function storePicture(data: Uint8Array): Promise<string> {
  if (data.length > MAX_BYTES)
    throw new BroadcastError(
      `The picture has ${data.length} bytes; ${MAX_BYTES} are the most that all channels take. Make it smaller.`,
    );
  const mimeType = BEGINNINGS.find(([, start]) => start.equals(data.subarray(0, start.length)))?.[0];
  if (!mimeType)
    throw new BroadcastError('The picture is neither JPEG nor PNG: channels take no other kind.');
  checkPicture(data);
  const hash = createHash('sha256').update(data).digest('base64url');
  const id = `${mimeType.slice('image/'.length)}-${hash}`;
  await StoredPicture.updateOne(
    { _id: id },
    { $setOnInsert: { mimeType, data: Buffer.from(data) } },
    { upsert: true },
  );
  return id;
}

/** A file that begins like a picture and is none would be refused for each recipient. */
function checkPicture(data: Uint8Array): void {
  let size: { width: number; height: number };
  try {
    size = imageSize(data);
  } catch {
    throw new BroadcastError('The picture is damaged: it tells no size. Save it anew as JPEG or PNG.');
  }
  const { height, width } = size;
  const [short = 0, long = 0] = [width, height].toSorted((a, b) => a - b);
  if (short < 1 || width + height > MAX_SIDES || long / short > MAX_RATIO)
    throw new BroadcastError(
      `The picture is ${width} × ${height}: its sides may have ${MAX_SIDES} pixels together, and one at most ${MAX_RATIO} times the other.`,
    );
}

/** A stored picture as messages carry it. */
export function pictureOf(id: string | null | undefined, publicUrl: string | undefined): Picture | undefined {
  if (!id) return undefined;
  return {
    id,
    mimeType: id.startsWith('png-') ? 'image/png' : 'image/jpeg',
    ...(publicUrl ? { url: new URL(picturePath(id), publicUrl).href } : {}),
    load: async () => loadPicture(id),
  };
}

/** Path of a picture's address, for pages and for channels that fetch it. */
function picturePath(id: string): string {
  return `/pictures/${id}`;
}

async function loadPicture(id: string): Promise<Uint8Array> {
  if (latest?.id === id) return latest.data;
  const stored = await StoredPicture.findById(id).lean();
  if (!stored) throw new BroadcastError('The picture is not in the store any more.');
  latest = { id, data: bytes(stored.data) };
  return latest.data;
}

/** Adds `/pictures/…`: what promos show, to whoever knows its name. */
export function addPictures(server: FastifyInstance): void {
  server.get<{ Params: { id: string } }>('/pictures/:id', async (request, reply) => {
    const { id } = request.params;
    const data = ID.test(id) ? await loadPicture(id).catch(() => undefined) : undefined;
    if (!data) {
      reply.code(404);
      return { error: 'There is no such picture.' };
    }
    return reply
      .type(id.startsWith('png-') ? 'image/png' : 'image/jpeg')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(Buffer.from(data));
  });
}
