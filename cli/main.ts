import { Command } from 'commander';
import { addDeadLetters } from './dead-letters.ts';
import { addExplain } from './explain.ts';
import { addSend } from './send.ts';
import { addShuffle } from './shuffle.ts';
import { addTrace } from './trace.ts';

/** The waybill command: exit 0 is fine, 1 a finding or a failure, 2 wrong usage. */
const program = new Command('waybill')
  .description('Tools for the Waybill event router.')
  .showSuggestionAfterError()
  .addHelpText('after', '\nTry the router itself with `npm start`.')
  .exitOverride();

addSend(program);
addDeadLetters(program);
addShuffle(program);
addTrace(program);
addExplain(program);

try {
  await program.parseAsync();
} catch (error) {
  const code = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined;
  if (code === undefined) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = code === undefined ? 1 : code === 0 ? 0 : 2;
}
