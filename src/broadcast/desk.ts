import type { OperatorDesk } from '../../adapters/adapter.ts';
import type { Button, Reply } from '../messages.ts';
import type { BroadcastState } from '../store/models/broadcast.ts';
import { broadcastStatus, listBroadcasts, type BroadcastStatus } from './counts.ts';
import { BroadcastError } from './errors.ts';
import { freezeRecipients } from './freeze.ts';
import { approve, cancel, pause, resume, start } from './life.ts';
import type { BroadcastParts } from './parts.ts';
import { previewBroadcast } from './preview.ts';

/** Promos that a list shows. */
const LISTED = 5;
/** What can be done in each state, the likeliest first. */
const STEPS: Record<BroadcastState, readonly Verb[]> = {
  draft: ['preview', 'approve', 'cancel'],
  approved: ['start', 'preview', 'cancel'],
  scheduled: ['pause', 'cancel'],
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  done: [],
  cancelled: [],
};
type Verb = 'preview' | 'approve' | 'start' | 'pause' | 'resume' | 'cancel';
const LABELS: Record<Verb, string> = {
  preview: 'Preview',
  approve: 'Approve',
  start: 'Start',
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
};
const HELP =
  'Write /promo for the latest, or /promo with one of preview approve start pause resume cancel and an id.';

/** Lets operators look after promos from a channel of theirs, by words or buttons. */
export function createDesk(parts: BroadcastParts): OperatorDesk {
  return {
    async promo(words, actor) {
      const [verb = '', id = ''] = words.trim().split(/\s+/);
      try {
        if (verb === '' || verb === 'list') return await latest();
        if (verb === 'status') return shown(await broadcastStatus(id));
        return await act(verb, id, actor, parts);
      } catch (error) {
        if (error instanceof BroadcastError) return said(error.message);
        throw error;
      }
    },
  };
}

async function latest(): Promise<Reply> {
  const all = await listBroadcasts(LISTED);
  if (all.length === 0) return said('There are no broadcasts yet. Make one on the dashboard.');
  const buttons = all.map(({ id, name }) => [{ label: name.slice(0, 40), action: `desk:status ${id}` }]);
  return { ...said(all.map(line).join('\n')), buttons };
}

async function act(verb: string, id: string, actor: string, parts: BroadcastParts): Promise<Reply> {
  const { config } = parts;
  const now = new Date();
  switch (verb) {
    case 'preview': {
      const { excluded, recipients, rendered } = await previewBroadcast(id, actor, parts);
      const left = Object.entries(excluded).map(([reason, n]) => `${n} ${reason}`);
      const texts = new Map<string, string[]>();
      for (const { language, platform, text } of rendered) {
        const entry = `${language}: ${text}`;
        texts.set(entry, [...(texts.get(entry) ?? []), platform]);
      }
      const lines = [...texts].map(([text, platforms]) => `${[...new Set(platforms)].join(', ')}, ${text}`);
      const out = left.length > 0 ? `\nLeft out: ${left.join(', ')}.` : '';
      const status = await broadcastStatus(id);
      return {
        ...said(`${recipients} people get it.${out}\n\n${lines.join('\n\n')}`),
        buttons: buttonsOf(status),
      };
    }
    case 'approve':
      await approve(id, actor, config);
      break;
    case 'start':
      if ((await start(id, actor, { config, now })) === 'running') await freezeRecipients(id, parts);
      break;
    case 'pause':
      await pause(id, actor);
      break;
    case 'resume':
      await resume(id, actor, { config, now });
      break;
    case 'cancel':
      await cancel(id, actor);
      break;
    default:
      return said(HELP);
  }
  return shown(await broadcastStatus(id));
}

function shown(status: BroadcastStatus): Reply {
  const reasons = Object.entries(status.reasons).map(([reason, n]) => `${n} ${reason}`);
  const more = [...(status.pauseReason ? [`Paused: ${status.pauseReason}`] : []), ...reasons];
  return { ...said([line(status), ...more].join('\n')), buttons: buttonsOf(status) };
}

function line({ counts, id, name, state, total }: BroadcastStatus): string {
  const through = total - counts.waiting;
  return `${name} (${id}): ${state}${total > 0 ? `, ${through} of ${total}` : ''}`;
}

function buttonsOf({ id, state }: BroadcastStatus): Button[][] {
  const row = STEPS[state].map((verb) => ({ label: LABELS[verb], action: `desk:${verb} ${id}` }));
  return row.length > 0 ? [row] : [];
}

function said(text: string): Reply {
  return { text, language: 'en', buttons: [] };
}
