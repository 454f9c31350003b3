import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { Command } from 'commander';

// Compiled code is kept from one start to the next, for this process and the functions' own: it halves the time of a start.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '..', '.waybill', 'compile-cache');
enableCompileCache(process.env.NODE_COMPILE_CACHE);

/** `npm start`: the clouds on one laptop. */
const command = new Command('npm start --')
  .description(
    'Runs the route table on Google Cloud, Azure and AWS at once, on this machine, with four orders and a photo on each.',
  )
  .option(
    '--once',
    'end after the samples: exit 0 when on each cloud the photo was resized and every order came to its right end',
  )
  .option('--json', 'with --once: print one JSON document on stdout and nothing else')
  .option('--watch', 'when shared/ or functions/ change, run the new code with the last event again')
  .option('--data <folder>', 'keep state, blobs and mails there, run after run (a fresh folder otherwise)')
  .addHelpText(
    'after',
    `
Examples:
  npm start                             start, run the samples, and stay up for your own events
  npm start -- --watch                  the same, while you edit shared/routes.ts
  npm start -- --once --json            for a script: what happened, as JSON
  npx waybill send cat.jpg --to aws     upload a file to a running start
  npx waybill send --type order.placed --to gcp`,
  )
  .exitOverride();

// Whoever reads our output, such as `head`, may have had enough: then there is nobody left to run for.
process.stdout.once('error', () => process.exit(0));

let isInterrupted = false;

try {
  const options = command.parse().opts<{ once?: boolean; json?: boolean; watch?: boolean; data?: string }>();
  if (command.args.length > 0) command.error(`error: unexpected argument ${command.args[0]}`);
  if (options.json === true && options.once !== true) command.error('error: --json needs --once');
  const { runLaptop } = await import('./laptop/run.ts');
  // Ctrl-C while all is still coming up ends the functions too: that they did not start is then no news.
  process.once('SIGINT', () => {
    isInterrupted = true;
  });
  process.exitCode = await runLaptop(options);
} catch (error) {
  const code = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined;
  if (isInterrupted) process.exit(130);
  if (code === undefined) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  // At once: a start that failed half-way has servers open, and the functions end with this process.
  process.exit(code === undefined ? 1 : code === 0 ? 0 : 2);
}
