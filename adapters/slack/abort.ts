/** Resolves when the signal aborts: Slack's clients take no signal, and nobody waits for them at the end. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
