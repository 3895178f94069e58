import { ChatMessage } from '../store/models/chat-message.ts';
import { Conversation } from '../store/models/conversation.ts';
import { Delivery } from '../store/models/delivery.ts';
import { InboxEvent } from '../store/models/inbox-event.ts';
import { Setting } from '../store/models/setting.ts';
import { Turn } from '../store/models/turn.ts';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** Milliseconds that the payload of an event that was set aside is kept, for whoever looks into it. */
const PAYLOAD_MS = 48 * HOUR_MS;
/** Milliseconds by which a TTL index may be late: MongoDB looks once a minute. */
const TTL_SLACK_MS = HOUR_MS;

/** What the last run did, and what it still found too old: nothing, unless a TTL index does not work. */
export interface RetentionReport {
  at: string;
  turnsDeleted: number;
  payloadsDeleted: number;
  tooOld: string[];
}

/** Deletes what is older than it may be, and proves that the TTL indexes did their part. */
export async function keepNoLonger({ turnDays }: { turnDays: number }, now = new Date()): Promise<void> {
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  const [turns, payloads] = await Promise.all([
    Turn.deleteMany({ at: { $lt: before(turnDays * DAY_MS) } }),
    InboxEvent.updateMany(
      { doneAt: { $lt: before(PAYLOAD_MS) }, event: { $exists: true } },
      { $unset: { event: 1, outbox: 1, person: 1, conversation: 1 } },
    ),
    Delivery.deleteMany({ notBefore: { $lt: before(turnDays * DAY_MS) } }),
  ]);
  const day = before(DAY_MS + TTL_SLACK_MS);
  const leftovers: [string, number][] = [
    ['memories of conversations', await Conversation.countDocuments({ updatedAt: { $lt: day } })],
    ['lines of web chats', await ChatMessage.countDocuments({ at: { $lt: day } })],
    [
      'worked events',
      await InboxEvent.countDocuments({ doneAt: { $lt: before(8 * DAY_MS + TTL_SLACK_MS) } }),
    ],
  ];
  const report: RetentionReport = {
    at: now.toISOString(),
    turnsDeleted: turns.deletedCount,
    payloadsDeleted: payloads.modifiedCount,
    tooOld: leftovers.filter(([, n]) => n > 0).map(([what, n]) => `${n} ${what}`),
  };
  await Setting.updateOne({ _id: 'retention' }, { $set: { value: report } }, { upsert: true });
}

/** What the last run found; undefined before the first. */
export async function lastRetention(): Promise<RetentionReport | undefined> {
  const kept = await Setting.findById('retention').lean();
  return kept ? (kept.value as RetentionReport) : undefined;
}
