import { createHmac } from 'node:crypto';
import { PHONE_NUMBER_ID } from './whatsapp-graph.ts';

/** Deliveries as Meta posts them. Every message gets an id of its own unless it brings one. */
export const APP_SECRET = 'the-app-secret';
export const VERIFY_TOKEN = 'the-verify-token';
export const DISPLAY_NUMBER = '15550783881';
/** The person of these deliveries. */
export const PHONE = '16505551234';
export const USER_ID = 'US.13491208655302741918';

type Fields = Record<string, unknown>;

let last = 0;

export function wamid(): string {
  last += 1;
  return `wamid.HBgLMTY1${last}`;
}

/** A message of the person, now; `content` may say otherwise. */
export function message(type: string, content: Fields = {}): Fields {
  return { from: PHONE, id: wamid(), timestamp: String(Math.floor(Date.now() / 1_000)), type, ...content };
}

export function textMessage(body: string, content: Fields = {}): Fields {
  return message('text', { text: { body }, ...content });
}

export function pressMessage(action: string, content: Fields = {}): Fields {
  const interactive = { type: 'button_reply', button_reply: { id: action, title: 'A button' } };
  return message('interactive', { interactive, ...content });
}

/** One change of the field `messages` of our number, or what `content` says. */
export function change(content: Fields, field = 'messages'): Fields {
  const metadata = { display_phone_number: DISPLAY_NUMBER, phone_number_id: PHONE_NUMBER_ID };
  return { field, value: { messaging_product: 'whatsapp', metadata, ...content } };
}

export function delivery(...changes: Fields[]): Fields {
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] };
}

/** A delivery of messages, with the person's profile as Meta adds it. */
export function messages(...content: Fields[]): Fields {
  const contacts = [{ profile: { name: 'Sheena' }, wa_id: PHONE, user_id: USER_ID }];
  return delivery(change({ contacts, messages: content }));
}

export function statuses(...content: Fields[]): Fields {
  return delivery(change({ statuses: content }));
}

export function status(id: string, state: string, content: Fields = {}): Fields {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  return { id, status: state, timestamp, recipient_id: PHONE, ...content };
}

/** The header with which Meta signs these bytes. */
export function signatureOf(body: string | Buffer, secret = APP_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Posts a signed delivery to the webhook of a server; resolves with the status. */
export async function postDelivery(url: string, body: unknown): Promise<number> {
  const bytes = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${url}/whatsapp/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(bytes) },
    body: bytes,
  });
  await response.arrayBuffer();
  return response.status;
}
