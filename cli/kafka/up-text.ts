import { paint, plain, quote } from '../text.ts';
import { clientEnv, inRoot, PAYMENTS_PORT } from './dev-env.ts';
import type { Running } from './dev-folders.ts';

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
    ...(secure ? [`  users     ${USERS}`] : []),
    '',
    'Next:',
    ...nextOf(facts).map(([line, why]) => `  ${paint('cyan', line)}\n      ${why}`),
    '',
  ].join('\n');
}

const USERS = 'admin and waybill, with their passwords in admin.properties and waybill.properties there';

function nextOf(facts: UpFacts): readonly (readonly [string, string])[] {
  const [[name, value] = ['', '']] = Object.entries(clientEnv(facts, 'waybill'));
  const worker = quote(inRoot(facts.worker));
  return [
    [`${name}=${quote(value)} npm start`, 'the shop on this machine, with this Kafka for AWS'],
    [
      `npx node --env-file=${worker} functions/kafka/index.ts`,
      'a worker: npm run worker, with its state and letters beside the data',
    ],
    [
      `PORT=${PAYMENTS_PORT} PAYMENTS_ROOT=${quote(inRoot(`${facts.folder}/payments`))} npx node local/payments/main.ts`,
      'the payments of that worker, beside it: charges wait without',
    ],
    [`${name}=${quote(value)} npx waybill send --type order.placed --to kafka`, 'an order, from another terminal'],
    ['npx waybill kafka status', 'topics, groups and their lag'],
    ['npx waybill kafka down', 'end it; the data stay'],
  ];
}
