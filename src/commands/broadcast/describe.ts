import type { BroadcastStatus } from '../../broadcast/counts.ts';
import type { Preview } from '../../broadcast/preview.ts';
import type { BroadcastResults } from '../../broadcast/results.ts';

/** Prints a result: as one JSON value, or in words. */
export function print({ json }: { json?: boolean }, value: unknown, words: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : words}\n`);
}

export function describePreview({ excluded, notes, recipients, rendered }: Preview): string {
  const left = Object.entries(excluded).map(([reason, n]) => `  ${String(n).padStart(7)}  ${reason}`);
  return [
    `${recipients} people get it.`,
    ...(left.length > 0 ? ['Left out:', ...left] : []),
    ...notes.map((note) => `Note: ${note}`),
    ...rendered.flatMap(({ arm, buttons, form, language, platform, text }) => [
      '',
      `${platform}, ${language}${arm === 'b' ? ', second text' : ''}${form === 'template' ? ', template' : ''}`,
      ...text.split('\n').map((line) => `  ${line}`),
      `  ${buttons.map((label) => `[${label}]`).join(' ')}`,
    ]),
  ].join('\n');
}

export function describeStatus(status: BroadcastStatus): string {
  const { at, counts, name, pauseReason, reasons, state, total } = status;
  return [
    `${name}: ${state}, ${total} in all`,
    ...(pauseReason ? [`Paused: ${pauseReason}`] : []),
    ...(state === 'scheduled' && at ? [`From ${at}`] : []),
    ...Object.entries(counts).map(([state_, n]) => `  ${state_.padEnd(10)} ${n}`),
    ...Object.entries(reasons).map(([reason, n]) => `    ${reason.padEnd(24)} ${n}`),
  ].join('\n');
}

export function describeResults({ arms, comparisons, feedback }: BroadcastResults): string {
  return [
    ...Object.entries(arms).map(
      ([arm, { clicked, optedOut, people, replied }]) =>
        `${arm.padEnd(8)} ${people} people, ${clicked} clicked, ${replied} asked something within a day, ${optedOut} opted out`,
    ),
    ...comparisons.map(({ said }) => said),
    feedback.said,
  ].join('\n');
}
