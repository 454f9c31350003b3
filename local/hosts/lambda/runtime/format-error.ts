export type LambdaError = { readonly errorType: string; readonly errorMessage: string; readonly trace: string[] };

/** What a thrown value looks like to the caller: the shape that Lambda's Node.js runtime client sends for it. */
export function formatError(thrown: unknown): LambdaError {
  try {
    if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
    return { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') ?? [] };
  } catch {
    // String(value) throws for an object without a prototype, for instance
    return { errorType: 'handled', errorMessage: 'The thrown value could not be turned into text', trace: [] };
  }
}

/** An error under one of the runtime's own names, such as `Runtime.HandlerNotFound`. */
export function runtimeError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
