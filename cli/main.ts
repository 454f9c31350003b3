/** The waybill command: exit 0 is fine, 1 a finding or a failure, 2 wrong usage. */
try {
  // Loaded in here, since a route table that cannot work throws when it loads.
  const { createProgram } = await import('./program.ts');
  await createProgram().parseAsync();
} catch (error) {
  const code = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined;
  if (code === undefined) process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = code === undefined ? 1 : code === 0 ? 0 : 2;
}

/** The message; of what the engine itself threw, such as a mistyped name in a handler's file, the place as well. */
function inWords(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof TypeError || error instanceof ReferenceError)
    return error.stack ?? error.message;
  return error instanceof Error ? error.message : String(error);
}
