import { Command } from 'commander';
import { addDeadLetters } from './dead-letters.ts';
import { addExplain } from './explain.ts';
import { addKafka } from './kafka.ts';
import { addRoutes } from './routes.ts';
import { addSend } from './send.ts';
import { addShuffle } from './shuffle.ts';
import { addTrace } from './trace.ts';

/** The waybill command with all that it can do. */
export function createProgram(): Command {
  const program = new Command('waybill')
    .description('Tools for the Waybill event router.')
    .showSuggestionAfterError()
    .addHelpText('after', '\nTry the router itself with `npm start`.')
    .exitOverride();
  for (const add of [addSend, addExplain, addRoutes, addDeadLetters, addShuffle, addTrace, addKafka]) add(program);
  return program;
}
