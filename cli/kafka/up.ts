import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { findKafka, KAFKA_VERSION } from '../../local/broker/find-kafka.ts';
import { isFree } from '../../local/broker/free-ports.ts';
import { startDev } from '../../local/broker/start-dev.ts';
import { foldersOf } from '../../local/laptop/cloud.ts';
import { seedStock } from '../../local/laptop/seed-stock.ts';
import { createSqliteState } from '../../shared/delivery/embedded/sqlite-state.ts';
import { messageOf } from '../../shared/delivery/port-error.ts';
import { workerEnv } from './dev-env.ts';
import { findKafkas, folderOf, type Running } from './dev-folders.ts';
import { workerEnvOf } from './local-env.ts';
import { makeReady } from './make-ready.ts';
import { kafkaNames } from './needed-grants.ts';
import { upText } from './up-text.ts';

type Options = { readonly secure?: true; readonly port: number; readonly data?: string; readonly json?: true };

/** `waybill kafka up`: a real Kafka on this machine, which goes on in the background. */
export function addUp(parent: Command): void {
  parent
    .command('up')
    .description('Start a real Kafka (KRaft) on this machine, in the background; what runs already is left as it is.')
    .option('--secure', 'TLS, SCRAM-SHA-512 and ACLs, with generated credentials')
    .option('--port <port>', 'where clients connect', parsePort, 9092)
    .option('--data <folder>', 'where it keeps everything (else below .waybill/kafka)')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(up);
}

const HELP = `
Needs Java 17 or later and Maven, which fetches Apache Kafka once. The topics of the
route table, the default topic (KAFKA_TOPIC, else orders) and the dead-letter topic
are made. With --secure the user waybill has the least grants that the router needs,
and admin.properties and waybill.properties work for Kafka's own tools and as
KAFKA_PROPERTIES. Data, users and certificates are kept from one up to the next.
The worker of worker.env has the samples' products in stock.

Examples:
  waybill kafka up
  waybill kafka up --secure --port 9094
  waybill kafka status
  waybill kafka down`;

async function up({ secure: asked, port, data, json }: Options): Promise<void> {
  const secure = asked === true;
  const folder = folderOf(data, secure);
  const before = (await findKafkas(data)).find((running) => running.folder === folder);
  if (before !== undefined && before.secure !== secure)
    throw new Error(`${describe(before)} runs in ${folder}: ${END}`);
  const running = before ?? { ...(await start({ folder, secure, port })), folder };
  const topics = await makeReady(running).catch((error: unknown) => {
    if (before === undefined) throw error;
    throw new Error(
      `There is ${describe(before)} already, and it does not do what is asked of it. ${messageOf(error)}\n${LOOK}`,
    );
  });
  const worker = workerEnvOf(folder);
  await writeFile(worker, toEnvFile(workerEnv(running, kafkaNames(process.env).topic)));
  await seedStock(createSqliteState(foldersOf(join(folder, 'worker')).STATE_ROOT, Date.now));
  const facts = { ...running, version: KAFKA_VERSION, started: before === undefined, topics, worker };
  process.stdout.write(json === true ? `${JSON.stringify(facts)}\n` : upText(facts));
}

const END = 'end it with `waybill kafka down`';
const LOOK = '`npx waybill kafka status` shows it, and where its log is; `npx waybill kafka down` ends it.';

async function start(wanted: { readonly folder: string; readonly secure: boolean; readonly port: number }) {
  const found = await findKafka(say);
  if ('missing' in found) throw new Error(`Kafka cannot start here: ${found.missing}. ${found.fix}`);
  if (!(await isFree(wanted.port))) throw new Error(await takenText(wanted.port));
  say(`starting Apache Kafka ${KAFKA_VERSION}`);
  return startDev({ ...wanted, jars: found.jars });
}

async function takenText(port: number): Promise<string> {
  const own = (await findKafkas(undefined)).find(({ brokers }) => brokers.endsWith(`:${port}`));
  const who = own === undefined ? 'another program' : describe(own);
  const what = own === undefined ? `find it with \`lsof -i :${port}\`` : END;
  return `Port ${port} is taken by ${who}: ${what}, or choose another port, such as --port ${port + 1000}`;
}

function describe({ secure }: Running): string {
  return secure ? 'a Kafka of `up --secure`' : 'a Kafka of `up` without --secure';
}

/** What takes long is told where it is in nobody's way. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** As a shell and Node both read it. */
function toEnvFile(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value.includes("'") ? JSON.stringify(value) : `'${value}'`}\n`)
    .join('');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('expected a number from 1 to 65535');
}
