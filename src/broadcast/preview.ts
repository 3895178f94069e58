import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import type { Language, Reply } from '../messages.ts';
import { personOf } from '../privacy/identities.ts';
import { Broadcast, type BroadcastRow } from '../store/models/broadcast.ts';
import { Person, type PersonRow } from '../store/models/person.ts';
import { usedOf } from './allowance.ts';
import { audience } from './audience.ts';
import { record } from './audit.ts';
import { BroadcastError } from './errors.ts';
import { wayTo, type Reason } from './exclusion.ts';
import { findBroadcast } from './life.ts';
import { rulesOf, type BroadcastParts } from './parts.ts';
import { promoFor } from './render.ts';

/** A promo as one channel shows it in one language. */
export interface RenderedPromo {
  platform: string;
  language: Language;
  /** Which of two texts. */
  arm: 'a' | 'b';
  form: 'text' | 'template';
  text: string;
  buttons: string[];
  /** As the platform's API is told. */
  message?: object;
}

/** Who would get a promo at this moment, who would not and why, and what it looks like. */
export interface Preview {
  recipients: number;
  excluded: Partial<Record<Reason, number>>;
  rendered: RenderedPromo[];
  /** What an operator should know before it goes out. */
  notes: string[];
}

/**
 * Counts who would get a promo at this moment, and why others would not.
 * @param broadcast its segment and what decides who can be sent to; it need not be stored
 * @param signal ends the counting once nobody waits for it
 * @returns with them, by platform, how many recipients are outside their window
 */
export async function countAudience(
  broadcast: BroadcastRow,
  parts: BroadcastParts,
  signal?: AbortSignal,
): Promise<Pick<Preview, 'recipients' | 'excluded'> & { outside: Record<string, number> }> {
  const excluded: Preview['excluded'] = {};
  const outside: Record<string, number> = {};
  let recipients = 0;
  for await (const batch of audience(broadcast, rulesOf(parts, new Date()), parts.knowledge)) {
    for (const { person, way } of batch) {
      if ('reason' in way) {
        excluded[way.reason] = (excluded[way.reason] ?? 0) + 1;
        continue;
      }
      recipients += 1;
      if (way.form === 'template') outside[person.platform] = (outside[person.platform] ?? 0) + 1;
    }
    if (signal?.aborted) break;
  }
  return { recipients, excluded, outside };
}

/** Counts and renders a promo. @throws BroadcastError where there is none of this id */
export async function previewBroadcast(id: string, actor: string, parts: BroadcastParts): Promise<Preview> {
  const broadcast = await findBroadcast(id);
  const { excluded, outside, recipients } = await countAudience(broadcast, parts);
  const rendered = [...parts.adapters.values()].flatMap((adapter) =>
    (Object.keys(broadcast.texts) as Language[]).flatMap((language) =>
      (broadcast.textsB ? (['a', 'b'] as const) : (['a'] as const)).flatMap((arm) =>
        (adapter.capabilities.templates && broadcast.template
          ? (['text', 'template'] as const)
          : (['text'] as const)
        ).map((form): RenderedPromo => {
          const reply = promoFor(broadcast, { delivery: new Types.ObjectId(), arm, language, form }, parts);
          const message = adapter.preview?.(reply);
          return {
            platform: adapter.platform,
            language,
            arm,
            form,
            ...shown(reply),
            ...(message ? { message } : {}),
          };
        }),
      ),
    ),
  );
  await Broadcast.updateOne({ _id: id }, { $set: { previewedAt: new Date() } });
  await record(actor, 'broadcast preview', id, { recipients, excluded });
  const notes = await allowanceNotes(outside, parts);
  if (broadcast.link && parts.publicUrl === undefined)
    notes.push('PUBLIC_URL is not set: the link goes straight to its target, and clicks are not counted.');
  return { recipients, excluded, rendered, notes };
}

/** What a person sees of it. What a template says is known to its platform alone; its one button of ours ends promos. */
function shown({ buttons, template, text }: Reply): Pick<RenderedPromo, 'text' | 'buttons'> {
  const labels = buttons.flat().map(({ label }) => label);
  if (!template) return { text, buttons: labels };
  const { language, name, parameters } = template;
  return { text: [`${name} (${language})`, ...parameters].join('\n'), buttons: labels.slice(-1) };
}

/** What an operator should know of limits a day. */
async function allowanceNotes(
  outside: Record<string, number>,
  { adapters }: BroadcastParts,
): Promise<string[]> {
  const notes: string[] = [];
  for (const [platform, people] of Object.entries(outside)) {
    // Where the platform does not tell, it is not known to be too few
    const told = await adapters
      .get(platform)
      ?.allowance?.()
      .catch(() => undefined);
    const { outsidePerDay = Infinity } = told ?? {};
    if (people <= outsidePerDay) continue;
    const days = Math.ceil(people / usedOf(outsidePerDay));
    notes.push(
      `${people} people on ${platform} are outside their window; it lets us write to ${outsidePerDay} of them a day, so that it takes ${days} days.`,
    );
  }
  return notes;
}

/**
 * Sends a promo to one person, whatever its state: to whoever made it, before others get it.
 * @param to `PLATFORM:USER`, the platform's own id of a person who has written to the guide
 * @throws BroadcastError where there is no such person, or they want no promos, or DeliveryError where the platform refuses
 */
export async function testBroadcast(
  id: string,
  to: string,
  actor: string,
  parts: BroadcastParts,
): Promise<void> {
  const broadcast = await findBroadcast(id);
  const [platform = '', ...rest] = to.split(':');
  const user = rest.join(':');
  const adapter = parts.adapters.get(platform);
  if (!adapter || user === '')
    throw new BroadcastError(
      `${to} must be PLATFORM:USER, the platform one of those that are set up: ${[...parts.adapters.keys()].join(', ')}.`,
    );
  const person = await Person.findById(await personOf(platform, user, parts.pseudonyms)).lean<PersonRow>();
  if (!person)
    throw new BroadcastError(
      `Nobody with this id has written to the guide on ${platform}: send it a message first.`,
    );
  if (person.offers?.state === 'no')
    throw new BroadcastError(
      'This person wants no promos: write /offers to the guide and say yes, then try again.',
    );
  // Whoever names themselves wants this one message, and needs no consent to more
  const asked = { ...person, offers: { state: 'yes' } } as PersonRow;
  const way = wayTo(asked, broadcast, 0, { ...rulesOf(parts, new Date()), cap: null });
  if ('reason' in way)
    throw new BroadcastError(
      `The person cannot be reached: ${way.reason}. Write to the guide, then try again.`,
    );
  const arms = broadcast.textsB ? (['a', 'b'] as const) : (['a'] as const);
  for (const arm of arms) {
    // A test is nobody's delivery: its buttons name the broadcast
    const reply = promoFor(broadcast, { ...way, delivery: broadcast._id, arm }, parts);
    await adapter.send({ conversation: way.conversation, user: way.user }, reply, `test:${randomUUID()}`);
  }
  await Broadcast.updateOne({ _id: id }, { $set: { testedAt: new Date() } });
  await record(actor, 'broadcast test', id, { platform });
}
