import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver, type App, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import { aborted } from './abort.ts';
import type { Deliver } from './bolt.ts';
import { clientOptions, type ClientOptions } from './client.ts';
import { problemOf, toDeliveryError } from './errors.ts';
import { quietLogger } from './logger.ts';

/** Milliseconds between tries to connect: the first, and the longest after ever more failures. */
const BACKOFF_MS = { first: 500, max: 60_000 };
/** Milliseconds that a connection has to close in an orderly way. */
const CLOSE_MS = 1_000;

/**
 * Keeps a Socket Mode connection until `signal` aborts. A delivery is acknowledged once it is stored, and not at all
 * where it could not be: Slack then sends it again. Trouble is logged and waited out.
 */
export async function listenBySocket(options: {
  appToken: string;
  client: Pick<ClientOptions, 'apiUrl' | 'timeoutMs'>;
  deliver: Deliver;
  log: Logger;
  signal: AbortSignal;
}): Promise<void> {
  const { appToken, deliver, log, signal } = options;
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quietLogger(log),
    // Its own reconnecting ends the process where a token is taken back
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions({ ...options.client, log }) },
    processEventErrorHandler: async ({ error }) => {
      log.error(problemOf(error), 'a delivery could not be stored; Slack will send it again');
      return false;
    },
  });
  // Bolt acknowledges an event before it is worked; the receiver is given a door that does so after
  const storedFirst = {
    processEvent: async ({ ack, body }: ReceiverEvent) => {
      await deliver(body);
      await ack();
    },
  };
  receiver.init(storedFirst as unknown as App);
  const ended = aborted(signal);
  for (let failures = 0; !signal.aborted;) {
    const closed = new Promise<void>((resolve) => receiver.client.once('disconnected', () => resolve()));
    try {
      const connected = receiver.start();
      await Promise.race([connected, ended]);
      if (signal.aborted) {
        // What connects after the end is closed again
        connected.then(async () => receiver.client.disconnect()).catch(() => {});
        break;
      }
      log.info('connected to Slack by Socket Mode');
      failures = 0;
      await Promise.race([closed, ended]);
    } catch (error) {
      failures += 1;
      const problem = problemOf(toDeliveryError(error, 'apps.connections.open'));
      log.warn(problem, 'Socket Mode cannot connect; trying again (is SLACK_APP_TOKEN right?)');
    }
    if (!signal.aborted) {
      const waitMs = Math.min(BACKOFF_MS.max, BACKOFF_MS.first * 2 ** Math.min(failures, 10));
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
  }
  await Promise.race([receiver.client.disconnect(), sleep(CLOSE_MS)]);
}
