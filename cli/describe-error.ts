/** The message; of what the engine itself threw, such as a mistyped name in a handler's file, the place as well, without Node's own frames. */
export function describeError(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof TypeError || error instanceof ReferenceError)
    return (error.stack ?? error.message).replace(/\n +at [^\n]*\bnode:internal\/[^\n]*/g, '');
  return error instanceof Error ? error.message : String(error);
}
