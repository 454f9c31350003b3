import { logOf } from '../../local/broker/broker-process.ts';
import { paint, plain, quote } from '../text.ts';
import { clientEnv, inRoot, PAYMENTS_PORT } from './dev-env.ts';
import { folderOf, type Running } from './dev-folders.ts';

export type UpFacts = Running & {
  readonly version: string;
  /** False where it ran before. */
  readonly started: boolean;
  readonly topics: readonly string[];
  /** The file with a worker's environment. */
  readonly worker: string;
};

/** What has come up and where, ending with what to do next. */
export function upText(facts: UpFacts): string {
  const { version, started, secure, brokers, folder, topics } = facts;
  const what = `Apache Kafka ${version} ${started ? 'is up' : 'was up already'} at ${brokers}`;
  const how = secure ? 'SASL_SSL with SCRAM-SHA-512, and nobody may do what is not granted' : 'no security';
  return [
    paint('bold', what),
    `  security  ${how}`,
    `  topics    ${plain(topics.join(', '))}`,
    `  data      ${plain(inRoot(folder))}`,
    `  log       ${plain(inRoot(logOf(folder)))}`,
    ...(secure ? [`  users     ${USERS}`] : []),
    '',
    'Next:',
    ...nextOf(facts).map(([line, why]) => `  ${paint('cyan', line)}\n      ${why}`),
    '',
  ].join('\n');
}

const USERS = 'admin and waybill, with their passwords in admin.properties and waybill.properties there';

/** In the order of docs/kafka.md. */
function nextOf(facts: UpFacts): readonly (readonly [string, string])[] {
  const [[name, path] = ['', '']] = Object.entries(clientEnv(facts, 'waybill'));
  const client = `${name}=${quote(facts.secure ? inRoot(path) : path)} `;
  // What lies elsewhere is not found by itself.
  const isFound = facts.folder === folderOf(undefined, facts.secure);
  const [lead, flag] = isFound ? ['', ''] : [client, ` --data ${quote(facts.folder)}`];
  const [payments, worker] = [`${facts.folder}/payments`, facts.worker].map((file) => quote(inRoot(file)));
  return [
    [
      `PORT=${PAYMENTS_PORT} PAYMENTS_ROOT=${payments} npx node local/payments/main.ts`,
      'payments without a bank, in a terminal of their own: charges wait without',
    ],
    [
      `npx node --env-file=${worker} functions/kafka/index.ts`,
      'a worker, in another: npm run worker, with its state and letters beside the data',
    ],
    [`${lead}npx waybill send --type order.placed --to kafka`, 'an order, from a third'],
    [`npx waybill kafka status${flag}`, 'topics, groups and their lag'],
    [`npx waybill kafka down${flag}`, 'end it; the data stay'],
    [`${client}npm start`, 'in the worker’s place, the shop on this machine, with this Kafka for AWS'],
  ];
}
