import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadTable } from '../routes/load-table.ts';
import { applyGrants } from './apply-grants.ts';
import { checkGrants } from './check-grants.ts';
import { type Grant, isPrincipal } from './grant.ts';
import { kafkaNames, neededGrants } from './needed-grants.ts';
import { printGrants } from './print-grants.ts';
import { readTeams } from './team-grants.ts';

export type AclOptions = {
  readonly principal: string;
  readonly topic?: string;
  readonly group?: string;
  readonly teams?: string;
  readonly apply?: true;
  readonly check?: true;
  readonly json?: true;
};

/** What one principal is to be allowed. */
export type Holder = { readonly principal: string; readonly grants: readonly Grant[] };

/** `waybill kafka acls`: the least that the router needs to be allowed on a cluster. */
export function addAcls(parent: Command): void {
  parent
    .command('acls')
    .description('Print, make or check the least grants that the router needs on a cluster, from the route table.')
    .addOption(
      new Option('--principal <principal>', 'who the router is').default('User:waybill').argParser(parsePrincipal),
    )
    .option('--topic <topic>', 'the default topic (else KAFKA_TOPIC, else orders)')
    .option('--group <group>', 'the consumer group (else KAFKA_GROUP, else waybill)')
    .option('--teams <file>', 'grants for the teams of a YAML or JSON file, in place of the router')
    .addOption(new Option('--apply', 'make the grants on the cluster').conflicts('check'))
    .option('--check', 'compare the cluster with what is needed')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Without --apply or --check nothing is connected to: the lines are for Kafka's own
tool, and for rpk on Redpanda. With either, KAFKA_BROKERS or KAFKA_PROPERTIES leads
to the cluster, as somebody who may see or change its rules; without these it is the
Kafka of \`up\`, as its admin.

The topics are the default one (--topic), those of the route table's topic map, those
of KAFKA_TOPICS, and the dead-letter topic (KAFKA_DEAD_LETTER_TOPIC).

A file of teams:
  marketing: { reads: [customer_feedback] }
  engineering: { writes: [system_logs, "builds.*"] }
  admins: { principals: ["User:alice"], all: true }
A team's principal is User:NAME unless told, and who reads has the groups NAME and
NAME.* unless told (groups: [...]). A name that ends in * is each with that beginning.

Exit code: 0; 1 when --check finds a grant too few or too many; 2 for wrong usage.

Examples:
  waybill kafka acls --principal User:waybill
  KAFKA_PROPERTIES=admin.properties waybill kafka acls --apply
  KAFKA_PROPERTIES=admin.properties waybill kafka acls --check
  waybill kafka acls --teams teams.yaml`;

async function run(options: AclOptions): Promise<void> {
  const holders = options.teams === undefined ? [await routerOf(options)] : await readTeams(options.teams);
  const json = options.json === true;
  if (options.check === true) return checkGrants(holders, json);
  if (options.apply === true) return applyGrants(holders, json);
  printGrants(holders, json);
}

async function routerOf({ principal, topic, group }: AclOptions): Promise<Holder> {
  const { env } = process;
  const told = { ...env, ...(topic && { KAFKA_TOPIC: topic }), ...(group && { KAFKA_GROUP: group }) };
  return { principal, grants: neededGrants(await loadTable(), kafkaNames(told)) };
}

function parsePrincipal(text: string): string {
  if (isPrincipal(text)) return text;
  throw new InvalidArgumentError(`expected TYPE:NAME, such as User:${text}`);
}
