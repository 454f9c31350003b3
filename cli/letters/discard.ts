import type { Command } from 'commander';
import { discard } from '../../shared/delivery/discard.ts';
import type { LetterEntry } from '../../shared/delivery/letters.ts';
import { ok } from '../../shared/schemas/result.ts';
import { plain } from '../text.ts';
import { eachLetter } from './each-letter.ts';
import { addLetterOptions } from './letter-options.ts';
import { reportWork } from './report-work.ts';
import { type SelectOptions, select } from './select.ts';

type Options = SelectOptions & { readonly dryRun?: boolean; readonly json?: boolean };

/** `waybill dead-letters discard`: says of letters that nothing more is to become of them. */
export function addDiscard(parent: Command): void {
  addLetterOptions(parent.command('discard'))
    .description('Say of dead letters that nothing more is to become of them. They can still be shown.')
    .argument('[ids...]', 'letters’ ids, or as much of their beginnings as is needed')
    .option('--all', 'every filed letter')
    .option('--dry-run', 'only say which')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  waybill dead-letters discard 3f2a\n  waybill dead-letters discard --code unrouted --older-than 7d --dry-run',
    )
    .action(async (ids: readonly string[], options: Options, command: Command) => {
      const { dryRun = false, json = false } = options;
      const found = await select(ids, options, command);
      const worked = await eachLetter<LetterEntry>(found, async ({ entry, place }) =>
        dryRun ? ok(entry) : discard(place.ports, entry.id),
      );
      reportWork(worked, { done: 'discarded', json, dryRun, toLine, toJson: ({ status, code }) => ({ status, code }) });
    });
}

function toLine({ id, code, event }: LetterEntry, cloud: string): string {
  return `${plain(id)}  ${cloud}  ${plain(code)}  ${plain(event === undefined ? 'no event' : `${event.type} ${event.subject ?? event.id}`, 80)}`;
}
