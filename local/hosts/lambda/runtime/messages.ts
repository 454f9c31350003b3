/**
 * What the host and an execution environment say to each other. Payloads travel as text and are parsed and written on
 * the environment's side only, so that no event, however deep, can hurt the host.
 */
export type ToEnvironment = {
  readonly requestId: string;
  readonly payload: string;
  readonly functionArn: string;
  /** Milliseconds since the epoch, on the machine's own clock. */
  readonly deadline: number;
  /** JSON text. */
  readonly clientContext?: string | undefined;
};

export type FromEnvironment =
  | { readonly kind: 'ready' }
  /** The handler could not be loaded, or an error escaped it: the process ends after this. */
  | { readonly kind: 'fatal'; readonly payload: string }
  | { readonly kind: 'response'; readonly payload: string }
  | { readonly kind: 'error'; readonly payload: string };

/** Written to both output streams when an invocation ends: what came before it belongs to that invocation. */
export function endMark(requestId: string): string {
  return `\u0001end of ${requestId}\u0001`;
}
