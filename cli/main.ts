import { describeError } from './describe-error.ts';

// Whoever reads may have enough, as `head` does: then there is nobody left to write for.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** The waybill command: exit 0 is fine, 1 a finding or a failure, 2 wrong usage. */
try {
  // Loaded in here, so that whatever throws while it loads is reported in words as well.
  const { createProgram } = await import('./program.ts');
  await createProgram().parseAsync();
} catch (error) {
  const code = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined;
  if (code === undefined) process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = code === undefined ? 1 : code === 0 ? 0 : 2;
}
// A client of Kafka that is not closed would keep the process. What is written is out first, since a pipe may take its time.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
