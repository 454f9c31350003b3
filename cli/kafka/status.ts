import type { Command } from 'commander';
import { messageOf } from '../../shared/delivery/port-error.ts';
import { type ClusterStatus, readStatus } from './cluster-status.ts';
import { clientEnv } from './dev-env.ts';
import { findKafkas, type Running } from './dev-folders.ts';
import { withAdmin } from './open-admin.ts';
import { statusText } from './status-text.ts';

type Options = { readonly data?: string; readonly json?: true };

/** A Kafka of `waybill kafka up`, and what it says of itself; or, in a sentence, why it says nothing. */
export type KafkaStatus = { readonly running: Running } & (
  | { readonly cluster: ClusterStatus }
  | { readonly trouble: string }
);

/** `waybill kafka status`: what the Kafka of `up` holds, and how far its groups are. */
export function addStatus(parent: Command): void {
  parent
    .command('status')
    .description('Show the Kafka of `waybill kafka up`: brokers, topics, groups with their lag, disk.')
    .option('--data <folder>', 'the folder of an `up --data` (else what runs below .waybill/kafka)')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(status);
}

const HELP = `
Exit code: 0, or 1 when none runs or one does not answer.

Examples:
  waybill kafka status
  waybill kafka status --json`;

async function status({ data, json }: Options): Promise<void> {
  const found = await Promise.all((await findKafkas(data)).map(ask));
  if (found.length === 0 || found.some((one) => 'trouble' in one)) process.exitCode = 1;
  if (json === true) return void process.stdout.write(`${JSON.stringify({ kafkas: found.map(toJson) })}\n`);
  if (found.length === 0) console.log('No Kafka of `waybill kafka up` is running. Start one: npx waybill kafka up');
  const texts = found.map((one) => statusText(one, Date.now()));
  if (texts.length > 0) console.log(texts.join('\n\n'));
}

/** One that does not answer must not keep the other from being shown. */
async function ask(running: Running): Promise<KafkaStatus> {
  try {
    return { running, cluster: await withAdmin(clientEnv(running, 'admin'), readStatus) };
  } catch (error) {
    return { running, trouble: messageOf(error) };
  }
}

function toJson(one: KafkaStatus) {
  const { running, ...said } = one;
  return { ...running, brokers: [running.brokers], ...('cluster' in said ? said.cluster : said) };
}
