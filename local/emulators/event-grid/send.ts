import type { Clock } from '../../clock.ts';

/** How long Event Grid waits for an answer to a delivery or a handshake ("Event Grid message delivery and retry"). */
const WAIT_MS = 30_000;

export type Outgoing = {
  readonly method: 'POST' | 'OPTIONS';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
};

/** An answer, or the vendor's word for why there is none. */
export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly body: string }
  | { readonly kind: 'none'; readonly outcome: 'TimedOut' | 'SocketError' | 'ResolutionError' };

/** Sends one request; never rejects. `closing` ends it early, as a `SocketError`. */
export async function send(
  request: Outgoing,
  { clock, closing }: { clock: Clock; closing: AbortSignal },
): Promise<Answer> {
  const timeout = new AbortController();
  const stopTimer = clock.after(WAIT_MS, () => timeout.abort());
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.any([timeout.signal, closing]),
    });
    return { kind: 'answer', status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    return { kind: 'none', outcome: timeout.signal.aborted ? 'TimedOut' : nameFailure(error) };
  } finally {
    stopTimer();
  }
}

function nameFailure(error: unknown): 'SocketError' | 'ResolutionError' {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'ResolutionError' : 'SocketError';
}
