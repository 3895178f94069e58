import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isDuplicateKey } from '../store/duplicate-key.ts';
import { Lease } from '../store/models/lease.ts';
import { RELAXED } from '../store/write-concern.ts';

/** Milliseconds that a lease holds without a heartbeat: how long a conversation waits for a killed machine. */
const LEASE_MS = 15_000;
const HEARTBEAT_MS = 5_000;

const HOST = hostname();
/** This process, as the owner of what it works. */
export const OWNER = `${HOST}:${process.pid}:${randomUUID()}`;

/**
 * The right to work one conversation, renewed by a heartbeat until released. After a power cut nobody holds one any more, so
 * none waits for the disk.
 */
export class ConversationLease {
  readonly conversation: string;
  /** Fencing token: each write made under the lease carries it, and misses once another lease took over. */
  readonly token: string;
  #lost = false;
  #renewedAt = Date.now();
  #heartbeat: NodeJS.Timeout;

  private constructor(conversation: string, token: string) {
    this.conversation = conversation;
    this.token = token;
    this.#heartbeat = setInterval(() => void this.#renew(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Takes the lease, or gives undefined while somebody else holds it. */
  static async acquire(conversation: string): Promise<ConversationLease | undefined> {
    const token = randomUUID();
    const now = Date.now();
    const fields = { owner: OWNER, token, expiresAt: new Date(now + LEASE_MS) };
    try {
      await Lease.collection.insertOne({ _id: conversation as never, ...fields }, { writeConcern: RELAXED });
      return new ConversationLease(conversation, token);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const taken = await Lease.updateOne(
      { _id: conversation, expiresAt: { $lte: new Date(now) } },
      { $set: fields },
      { writeConcern: RELAXED },
    );
    return taken.modifiedCount === 1 ? new ConversationLease(conversation, token) : undefined;
  }

  /** Whether the lease still holds, by our own clock: false as soon as it may have run out. */
  get held(): boolean {
    return !this.#lost && Date.now() - this.#renewedAt < LEASE_MS;
  }

  async #renew(): Promise<void> {
    const now = Date.now();
    try {
      const renewed = await Lease.updateOne(
        { _id: this.conversation, token: this.token },
        { $set: { expiresAt: new Date(now + LEASE_MS) } },
        { writeConcern: RELAXED },
      );
      if (renewed.matchedCount === 0) this.#lost = true;
      else this.#renewedAt = now;
    } catch {
      // The store is out of reach: `held` turns false by itself if that lasts
    }
  }

  async release(): Promise<void> {
    clearInterval(this.#heartbeat);
    await Lease.deleteOne({ _id: this.conversation, token: this.token }, { writeConcern: RELAXED });
  }
}

/**
 * Ends the leases of processes of this machine that are no more, so that nobody need wait for them to run out.
 * @param name of one lease alone
 */
export async function releaseLeasesOfTheDead(name?: string): Promise<void> {
  const held = await Lease.find({
    ...(name === undefined ? {} : { _id: name }),
    owner: { $regex: `^${HOST.replace(/[^\w-]/g, '\\$&')}:` },
  }).lean();
  const dead = held.filter((each) => isDead(each.owner));
  if (dead.length > 0) await Lease.deleteMany({ token: { $in: dead.map((each) => each.token) } });
}

/** Whether an owner was a process of this machine that is no more. Of another machine's nobody here can tell. */
export function isDead(owner: string): boolean {
  if (!owner.startsWith(`${HOST}:`) || owner === OWNER) return false;
  return !isAlive(Number(owner.slice(HOST.length + 1).split(':')[0]));
}

function isAlive(pid: number): boolean {
  // A container often gives its next process the same number: it is us, not the one that died
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
