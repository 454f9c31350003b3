import type { Command } from 'commander';
import { addDiscard } from './letters/discard.ts';
import { addList } from './letters/list.ts';
import { addRedrive } from './letters/redrive.ts';
import { addShow } from './letters/show.ts';

/** `waybill dead-letters`: what could not be delivered, and how it is brought back. */
export function addDeadLetters(program: Command): void {
  const parent = program
    .command('dead-letters')
    .description('List, show, redrive and discard what could not be delivered.')
    .addHelpText(
      'after',
      '\nThe letters are those of `npm start` on this machine, running or last; with --env and --cloud those of a deployed function.',
    );
  for (const add of [addList, addShow, addRedrive, addDiscard]) add(parent);
}
