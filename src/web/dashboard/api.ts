import { useEffect, useState } from 'preact/hooks';

/** Milliseconds after which a request counts as failed. */
const PATIENCE_MS = 60_000;

/** What a request failed by, in words for whoever reads the page. */
class ApiError extends Error {}

/**
 * Asks the server.
 * @param body sent as JSON; without one, and without a method, it is a GET
 * @throws Error whose message says what to do
 */
export async function ask<T>(
  path: string,
  options: { method?: 'POST' | 'PUT'; body?: object; signal?: AbortSignal } = {},
): Promise<T> {
  const { body, method = body ? 'POST' : 'GET', signal } = options;
  const late = AbortSignal.timeout(PATIENCE_MS);
  let response: Response;
  try {
    response = await fetch(`/api/admin/${path}`, {
      method,
      signal: signal ? AbortSignal.any([signal, late]) : late,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(
      'The guide does not answer. See that it runs and that you are online, then try again.',
      { cause },
    );
  }
  if (response.status === 401)
    throw new ApiError(
      'Your login has ended. Log in again in another tab, then try again here: nothing is lost.',
    );
  const answer = (await response.json().catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
  })) as { error?: string } | undefined;
  if (!response.ok || answer === undefined)
    throw new ApiError(answer?.error ?? `The guide answered ${response.status}. Try again in a moment.`);
  return answer as T;
}

/** What went wrong, in words. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a page is shown from, once it is there. */
export interface Loaded<T> {
  data?: T;
  error?: string;
  reload: () => void;
}

/**
 * Loads an answer.
 * @param everyMs again and again, while the page is looked at; 0 for once
 * @param version of what is asked for: with another it is loaded anew
 */
export function useAnswer<T>(path: string, everyMs = 0, version = ''): Loaded<T> {
  const [state, setState] = useState<{ data?: T; error?: string }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      try {
        if (!document.hidden || everyMs === 0) {
          const data = await ask<T>(path, { signal: gone.signal });
          setState({ data });
        }
      } catch (error) {
        if (!gone.signal.aborted) setState((before) => ({ ...before, error: wordsOf(error) }));
      }
      if (everyMs > 0 && !gone.signal.aborted) timer = setTimeout(() => void load(), everyMs);
    };
    void load();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [path, everyMs, version, round]);
  return { ...state, reload: () => setRound((before) => before + 1) };
}
