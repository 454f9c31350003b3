import { types } from 'node:util';

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

/** A PortError from whatever a client threw: kept when it is one, else `unavailable` unless told, since a needless retry loses nothing. */
export function toPortError(port: string, cause: unknown, kind: PortError['kind'] = 'unavailable'): PortError {
  if (cause instanceof PortError) return cause;
  return new PortError(kind, port, { message: messageOf(cause), cause });
}

/** What an error says; one that was made in another realm, such as a vm context, is one too. */
export function messageOf(thrown: unknown): string {
  return types.isNativeError(thrown) || thrown instanceof Error ? thrown.message : `a thrown ${typeof thrown}`;
}

/** What can never be taken, however often it is sent: a request that is malformed or too large (RFC 9110, §15.5). */
const NEVER: ReadonlySet<number> = new Set([400, 411, 413, 414, 422]);

/** What a service's HTTP status means; a permission that is missing today may be there tomorrow. */
export function kindOfStatus(status: number | undefined): PortError['kind'] {
  return status !== undefined && NEVER.has(status) ? 'refused' : 'unavailable';
}

/** A PortError from a service's HTTP status. */
export function fromStatus(port: string, status: number | undefined, cause: unknown): PortError {
  return new PortError(kindOfStatus(status), port, {
    message: `${messageOf(cause)}${status === undefined ? '' : ` (${status})`}`,
    cause,
  });
}

/** A maker of catch handlers for a client whose errors carry an HTTP status: one of `statuses` becomes `value`, all else a PortError. */
export function createCatch(port: string, statusOf: (error: object) => unknown) {
  return <T>(statuses: readonly number[], value: T) =>
    (error: unknown): T => {
      const status = Number(typeof error === 'object' && error !== null ? statusOf(error) : undefined);
      if (statuses.includes(status)) return value;
      throw fromStatus(port, status >= 400 && status < 600 ? status : undefined, error);
    };
}
