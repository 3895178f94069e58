import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Adapter, Recipient } from '../../../adapters/adapter.ts';
import { DeliveryError, type DeliveryProblem } from '../../../adapters/errors.ts';
import type { InboundEvent, Point, Reply } from '../../../src/messages.ts';

/** What a person does on the platform. */
export type Act =
  | { kind: 'text'; text: string }
  | { kind: 'location'; point: Point }
  /** Presses a button that carries `action`. */
  | { kind: 'press'; action: string }
  | { kind: 'command'; name: string; args: string }
  /** Sends a picture. */
  | { kind: 'media'; caption?: string };

/** A message of ours as the platform shows it now. */
export interface ShownMessage {
  id: string;
  text: string;
  /** Every button in reading order, without the sign that marks a chosen one. */
  buttons: { label: string; chosen: boolean }[];
}

/** One adapter with its platform at hand: what the suite needs to know about both. */
export interface Harness {
  adapter: Adapter;
  /** The person and conversation that the acts come from; the replies go back there. */
  to: Recipient;
  /** Every event that reached `accept`, in order. */
  events: InboundEvent[];
  /** From now on `accept` rejects (true) or stores (false). */
  failAccept(failing: boolean): void;
  /**
   * Prepares one delivery of an act through the public door. Each call of the result delivers it once more, as a
   * platform that was not sure does, and resolves with whether it was acknowledged. `undefined` where the platform
   * has no such act, or cannot carry this text (a line break in a terminal).
   */
  delivery(act: Act): (() => Promise<boolean>) | undefined;
  /** False where the platform never delivers an act twice. */
  redelivers: boolean;
  /** Messages of ours in the order they were sent, as they look now. */
  shown(): Promise<ShownMessage[]>;
  /** Makes the platform refuse the next message in this way; `undefined` where it never does. */
  refuse?(problem: DeliveryProblem): (() => void) | undefined;
  /** The webhook, where there is one: posts a body as is and resolves with the status. */
  post?(body: string, credentials: 'valid' | 'forged' | 'missing'): Promise<number>;
  /** The log so far, at its most talkative level. */
  log(): string;
  close(): Promise<void>;
}

const NASTY =
  process.env['REHBER_FIXTURES'] && path.join(process.env['REHBER_FIXTURES'], 'nasty', 'blns.json');
/** Delivers an act and resolves with its event; `undefined` where the platform has no such act. */
export async function deliver(harness: Harness, act: Act): Promise<InboundEvent | undefined> {
  const delivery = harness.delivery(act);
  return delivery && received(harness, delivery);
}

export async function received(
  harness: Harness,
  delivery: () => Promise<boolean>,
): Promise<InboundEvent | undefined> {
  const count = harness.events.length;
  assert.equal(await delivery(), true, 'the delivery was not acknowledged');
  assert.equal(harness.events.length, count + 1, 'one delivery is one event');
  return harness.events.at(-1);
}

let sent = 0;

export async function send(harness: Harness, message: Reply): Promise<ShownMessage> {
  sent += 1;
  const id = await harness.adapter.send(harness.to, message, `contract-${sent}`);
  return find(harness, id);
}

export async function sendsOrRefuses(harness: Harness, text: string): Promise<void> {
  sent += 1;
  try {
    await harness.adapter.send(harness.to, reply(text), `contract-${sent}`);
  } catch (error) {
    assert.ok(error instanceof DeliveryError && error.problem === 'rejected', String(error));
  }
}

export async function find(harness: Harness, id: string): Promise<ShownMessage> {
  const message = (await harness.shown()).find((each) => each.id === id);
  assert.ok(message, `the platform shows no message ${id}`);
  return message;
}

export function reply(text: string, buttons: Reply['buttons'] = []): Reply {
  return { text, language: 'en', buttons };
}

export function needsFixtures(): string | false {
  return NASTY ? false : 'REHBER_FIXTURES is not set: the big list of naughty strings is not at hand';
}

export async function naughtyStrings(): Promise<string[]> {
  return JSON.parse(await readFile(NASTY ?? '', 'utf8')) as string[];
}
