import { type Env, need } from '../../../shared/delivery/embedded/env.ts';
import { parseDuration } from '../../../shared/routing/duration.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { describe } from '../../../shared/schemas/result.ts';
import { type KafkaSettings, kafkaSettings } from '../client/settings.ts';
import { deadLetterTopic } from '../dead-letters.ts';
import type { WorkerOptions } from './worker-options.ts';

export type WorkerEnv = Pick<WorkerOptions, 'settings' | 'group' | 'topics' | 'from' | 'concurrency' | 'grace'> & {
  readonly health: { readonly host: string; readonly port: number };
};

/**
 * What a worker is started with: KAFKA_TOPIC and KAFKA_TOPICS, KAFKA_GROUP, KAFKA_START, WAYBILL_CONCURRENCY, WAYBILL_GRACE,
 * WAYBILL_HEALTH_HOST and WAYBILL_HEALTH_PORT, and Kafka's own settings. Throws one sentence on what is missing or wrong.
 */
export function workerEnv(env: Env, table: Table): WorkerEnv {
  const settings = kafkaSettings(env);
  return {
    settings,
    group: groupFrom(env, settings),
    topics: topicsFrom(env, table),
    from: startFrom(env),
    concurrency: number(env, 'WAYBILL_CONCURRENCY', { fallback: 64, least: 1, most: 99_999 }),
    grace: graceFrom(env),
    health: {
      host: env.WAYBILL_HEALTH_HOST ?? '0.0.0.0',
      port: number(env, 'WAYBILL_HEALTH_PORT', { fallback: 8_080, least: 0, most: 65_535 }),
    },
  };
}

/** The default topic, those that the route table has for types that some route wants, and those of KAFKA_TOPICS. */
function topicsFrom(env: Env, { topics, routes }: Pick<Table, 'topics' | 'routes'>): readonly string[] {
  const standard = need(
    env,
    'KAFKA_TOPIC',
    'the topic that is read, and written to unless the route table has another',
  );
  const wanted = new Set(routes.flatMap(({ on }) => on));
  const mapped = Object.entries(topics).flatMap(([name, { types }]) =>
    types.some((type) => wanted.has(type)) ? [name] : [],
  );
  const more = (env.KAFKA_TOPICS ?? '').split(',').map((name) => name.trim());
  const all = [...new Set([standard, ...mapped, ...more])].filter((name) => name !== '');
  const letters = deadLetterTopic(env);
  if (!all.includes(letters)) return all;
  throw new Error(
    `The topic ${letters} is for dead letters and is read: expected another in KAFKA_DEAD_LETTER_TOPIC, or none of it in KAFKA_TOPICS`,
  );
}

function groupFrom(env: Env, { limits: { groupIdMax = 249 } }: KafkaSettings): string {
  const group = env.KAFKA_GROUP || 'waybill';
  if (!/\s/.test(group) && group.length <= groupIdMax) return group;
  throw new Error(`KAFKA_GROUP is ${JSON.stringify(group)}: expected at most ${groupIdMax} characters without spaces`);
}

function startFrom({ KAFKA_START: start = 'earliest' }: Env): 'earliest' | 'latest' {
  if (start === 'earliest' || start === 'latest') return start;
  throw new Error(`KAFKA_START is ${JSON.stringify(start)}: expected earliest or latest`);
}

function graceFrom({ WAYBILL_GRACE: text = '25s' }: Env): number {
  const grace = parseDuration(text);
  if (!grace.ok) throw new Error(`WAYBILL_GRACE: ${describe(grace.error)}`);
  return grace.value;
}

type Bounds = { readonly fallback: number; readonly least: number; readonly most: number };

function number(env: Env, name: string, { fallback, least, most }: Bounds): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (/^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new Error(`${name} is ${JSON.stringify(text)}: expected a whole number from ${least} to ${most}`);
}
