import type { Command } from 'commander';
import { stopDev } from '../../local/broker/stop-dev.ts';
import { plain } from '../text.ts';
import { inRoot } from './dev-env.ts';
import { findKafkas } from './dev-folders.ts';

type Options = { readonly data?: string; readonly json?: true };

/** `waybill kafka down`: ends what `up` started. */
export function addDown(parent: Command): void {
  parent
    .command('down')
    .description('End the Kafka of `waybill kafka up` in order; its data stay for the next up.')
    .option('--data <folder>', 'the folder of an `up --data` (else what runs below .waybill/kafka)')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExamples:\n  waybill kafka down\n  waybill kafka down --data ~/kafka')
    .action(down);
}

async function down({ data, json }: Options): Promise<void> {
  const ended: string[] = [];
  for (const { folder } of await findKafkas(data)) if (await stopDev(folder)) ended.push(folder);
  if (json === true) return void process.stdout.write(`${JSON.stringify({ ended })}\n`);
  if (ended.length === 0) console.log('No Kafka of `waybill kafka up` is running.');
  for (const folder of ended) console.log(`Kafka has ended. Its data stay in ${plain(inRoot(folder))}.`);
}
