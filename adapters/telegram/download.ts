import { DeliveryError, type DeliveryProblem } from '../errors.ts';

/**
 * Fetches a file of at most `maxBytes`. Its address holds the token, so neither it nor the network's own error, which
 * quotes it, is told.
 * @throws DeliveryError
 */
export async function download(
  address: string,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
): Promise<Uint8Array> {
  try {
    // The token goes to nobody else, wherever the server may send us
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) {
      await response.body?.cancel();
      throw new DeliveryError(problemOf(response.status), `Telegram file: ${response.status}`);
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes)
        throw new DeliveryError('rejected', `Telegram file: larger than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    throw new DeliveryError('unavailable', 'Telegram file: no whole answer in time');
  }
}

/** Telegram has just named the file, so a refusal concerns the file and not our token. */
function problemOf(status: number): DeliveryProblem {
  return status === 429 || status >= 500 ? 'unavailable' : 'rejected';
}
