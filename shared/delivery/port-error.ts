/**
 * What a port throws. `unavailable`: the service is down, slow or forbids us for now, which costs the event no attempt.
 * `refused`: the service will never take this (too large, not valid), so that trying again is in vain.
 */
export class PortError extends Error {
  readonly kind: 'unavailable' | 'refused';
  readonly port: string;

  constructor(
    kind: 'unavailable' | 'refused',
    port: string,
    options: { readonly message: string; readonly cause?: unknown },
  ) {
    super(`${port} ${kind}: ${options.message}`, { cause: options.cause });
    this.name = 'PortError';
    this.kind = kind;
    this.port = port;
  }
}

/** A PortError from whatever a client threw: kept when it is one, else `unavailable`, since a needless retry loses nothing. */
export function toPortError(port: string, cause: unknown): PortError {
  if (cause instanceof PortError) return cause;
  return new PortError('unavailable', port, { message: messageOf(cause), cause });
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : `a thrown ${typeof thrown}`;
}
