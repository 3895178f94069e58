/** The file in the folder that tells where its owner serves. */
export const ADDRESS_FILE = 'store.json';

/** What the owner of a folder writes there. */
export interface Address {
  pid: number;
  port: number;
  /** Random name of the owner's run; `hello` answers it. */
  instance: string;
}

/** Where clients connect. */
export function uriOf(port: number): string {
  return `mongodb://127.0.0.1:${port}/rehber?directConnection=true`;
}

/** Messages between the app's thread and the server's. */
export type FromWorker =
  | { kind: 'listening'; port: number }
  | { kind: 'locked' }
  | { kind: 'unusable'; message: string }
  | { kind: 'failed'; message: string }
  | { kind: 'notice'; message: string };
export type ToWorker = 'close';
