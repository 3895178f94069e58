import type { JSX } from 'preact';

/** Drawings of the page; none carries a meaning of its own. */

/** A tulip, the flower of Istanbul. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="24" fill="#fff" />
      <path d="M24 45V27" stroke="#2f7d5b" stroke-width="2.6" stroke-linecap="round" />
      <path d="M24 42c-7 0-11-4-12-10 7 0 12 3 12 10Zm0 0c7 0 11-4 12-10-7 0-12 3-12 10Z" fill="#2f7d5b" />
      <path d="M24 5c-4 5-6 9-6 13 0 6 3 10 6 11 3-1 6-5 6-11 0-4-2-8-6-13Z" fill="#c8352b" />
      <path d="M13 9c-1 9 1 17 11 20-4-6-5-13-11-20Zm22 0c1 9-1 17-11 20 4-6 5-13 11-20Z" fill="#e2574a" />
    </svg>
  );
}

export function PinIcon() {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7Zm0 9.5A2.5 2.5 0 1 1 12 6.5a2.5 2.5 0 0 1 0 5Z"
        fill="currentColor"
      />
    </svg>
  );
}

export function SendIcon() {
  return (
    <svg class="icon mirrored" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 20.5 22 12 3 3.5 3 10l12 2-12 2Z" fill="currentColor" />
    </svg>
  );
}

/** The emoji drawn: not every device has a font for it. */
export function ThumbIcon({ down }: { down: boolean }) {
  return (
    <svg class={`icon ${down ? 'upside-down' : ''}`} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M2 10.5h4v10H2Zm6 9.1V10l4.6-8.2c1.7 0 2.8 1.4 2.4 3.2L14 9h5.6c1.6 0 2.7 1.5 2.3 3l-1.7 6.7c-.3 1.1-1.2 1.8-2.3 1.8H9.5c-.6 0-1-.3-1.5-.9Z"
        fill="currentColor"
      />
    </svg>
  );
}

function PlusIcon() {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 5v14M5 12h14" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
    </svg>
  );
}

function PencilIcon() {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="m3 21 1-5L16 4l4 4L8 20Zm14.500-18.500 1-1a1.500 1.500 0 0 1 2.100 0l1.900 1.900a1.500 1.500 0 0 1 0 2.100l-1 1Z"
        fill="currentColor"
      />
    </svg>
  );
}

const DRAWN: Readonly<Record<string, () => JSX.Element>> = {
  '📍': PinIcon,
  '➕': PlusIcon,
  '✏️': PencilIcon,
};

/** A button's words, with the emoji before them drawn. */
export function Label({ text }: { text: string }) {
  const [emoji = '', ...words] = text.split(' ');
  const Icon = DRAWN[emoji];
  if (!Icon) return <>{text}</>;
  return (
    <>
      <Icon /> {words.join(' ')}
    </>
  );
}

export function DownIcon() {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="m6 9 6 6 6-6" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" />
    </svg>
  );
}

/** Domes and minarets over water. */
export function Skyline() {
  return (
    <svg class="skyline" viewBox="0 0 320 96" aria-hidden="true" fill="currentColor">
      <path d="M40 80V30l2-10 2 10v50Zm236 0V30l2-10 2 10v50ZM96 80V22l2-12 2 12v58Zm124 0V22l2-12 2 12v58Z" />
      <path d="M108 80V58c4-4 10-6 16-6 3-14 16-25 36-25s33 11 36 25c6 0 12 2 16 6v22Z" />
      <path d="M158.8 14h2.400v14h-2.400Z" />
      <path d="M52 80V66c3-8 10-12 18-12s15 4 18 12v14Zm180 0V66c3-8 10-12 18-12s15 4 18 12v14Z" />
      <path d="M8 80v-9h22v9Zm282 0v-9h22v9Z" />
      <path d="M4 79h312v3H4Z" />
      <path
        d="M4 88q13-6 26 0t26 0 26 0 26 0 26 0 26 0 26 0 26 0 26 0 26 0 26 0 26 0"
        fill="none"
        stroke="currentColor"
        stroke-width="2.5"
        opacity=".55"
      />
    </svg>
  );
}
