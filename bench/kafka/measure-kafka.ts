import { findKafka } from '../../local/broker/find-kafka.ts';
import { toPart } from '../sections/figures.ts';
import { EMPTY_PART, type Part } from '../sections/part.ts';
import { bareClient, KAFKA_PEERS, worker } from './all.ts';
import { toComparison, toTargets } from './compare.ts';
import type { KafkaContender, KafkaReady } from './contender.ts';
import type { KafkaScale } from './kafka-scale.ts';
import { measureLongRun } from './long-run.ts';
import { type KafkaEntry, runRounds } from './run-rounds.ts';
import { type Progress, withBroker } from './with-broker.ts';

export type KafkaChoice = {
  readonly scale: KafkaScale;
  readonly peers: boolean;
  readonly long: boolean;
  readonly progress: Progress;
};

/** The worker on a broker of its own, beside the client that it is built on and others. Rejects when the worker itself fails. */
export async function measureKafka({ scale, peers, long, progress }: KafkaChoice): Promise<Part> {
  const kafka = await findKafka(progress.start);
  if ('missing' in kafka) {
    progress.say(`kafka: not measured: ${kafka.missing}`);
    return EMPTY_PART;
  }
  const entries = await prepare([worker, bareClient, ...(peers ? KAFKA_PEERS : [])], progress);
  const scores = await withBroker(scale.events, progress, (broker) => runRounds(entries, { broker, scale, progress }));
  const failure = scores.find(({ name, why }) => name === worker.name && why !== undefined);
  if (failure !== undefined) throw new Error(`The worker failed: ${failure.why}`);
  const memory = long ? await measureLongRun(scale, progress) : [];
  const part = toPart('Kafka: what the worker is to reach', [...toTargets(scores), ...memory]);
  return { ...part, tables: [toComparison(scores, scale.events), ...part.tables] };
}

async function prepare(contenders: readonly KafkaContender[], progress: Progress): Promise<readonly KafkaEntry[]> {
  const entries: KafkaEntry[] = [];
  for (const contender of contenders) {
    progress.say(`preparing ${contender.name} ${contender.version}`);
    const ready = await contender.prepare().catch((error: Error): KafkaReady => ({ missing: error.message }));
    entries.push([contender, ready]);
  }
  return entries;
}
