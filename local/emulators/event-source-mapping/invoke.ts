/** What a synchronous invocation gave; `payload` is the function's answer, or its error object, as JSON text. */
export type InvokeResult = {
  readonly payload: string;
  /** Set, to `Unhandled`, when the function failed. */
  readonly functionError?: string | undefined;
  readonly requestId?: string | undefined;
};

/** Invokes the function and waits; rejects when the invocation itself could not be made. */
export type Invoke = (payload: string) => Promise<InvokeResult>;
