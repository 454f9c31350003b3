import { median } from '../cells/median.ts';
import { type Figure, holds } from '../figure.ts';
import { worker } from './all.ts';
import type { KafkaScale } from './kafka-scale.ts';
import { runContender } from './run-contender.ts';
import { rateOf } from './run-rounds.ts';
import type { Sample } from './sampler.ts';
import { COMMIT_EVERY } from './task.ts';
import { type Progress, TOPIC, withBroker } from './with-broker.ts';

const MOST_DRIFT = 5;

/** Whether the worker's memory stays as it is, once it keeps as many finished claims as it may. */
export async function measureLongRun(scale: KafkaScale, progress: Progress): Promise<readonly Figure[]> {
  const ready = await worker.prepare();
  if ('missing' in ready) return [];
  const { long: events, finishedClaims, sampleEvery } = scale;
  return withBroker(events, progress, async (broker) => {
    progress.start(`kafka: ${events.toLocaleString('en')} events through the worker`);
    const settings = { topic: TOPIC, group: 'long', commitEvery: COMMIT_EVERY, finishedClaims, sampleEvery };
    const task = { brokers: broker.brokers, events, ...settings };
    const round = await runContender(ready, { task, brokerPid: broker.pid() });
    return toFigures(round.samples ?? [], { events, finishedClaims, rate: rateOf(round) });
  });
}

type Long = { readonly events: number; readonly finishedClaims: number; readonly rate: number };

type Memory = (sample: Sample) => number;
const heap: Memory = (sample) => sample.heap;
const resident: Memory = (sample) => sample.resident;

function toFigures(samples: readonly Sample[], { events, finishedClaims, rate }: Long): readonly Figure[] {
  // Twice as many, so that what the first ones left behind is collected.
  const full = samples.filter((sample) => sample.events >= 2 * finishedClaims);
  const third = Math.ceil(full.length / 3);
  const drift = (of: Memory) => driftOf(full.map(of), third);
  const what = `Kafka worker, ${events.toLocaleString('en')} events`;
  const last = (of: Memory) => median(full.slice(-third).map(of)) / 2 ** 20;
  const bound = { target: `< ${MOST_DRIFT} %`, most: MOST_DRIFT, least: Number.NEGATIVE_INFINITY };
  return [
    { what: `${what}: with a look at memory now and then`, value: rate, unit: 'events per second' },
    { what: `${what}: heap at the end`, value: last(heap), unit: 'MiB' },
    holds(`${what}: what the heap grew after the cap`, drift(heap), '%', bound),
    { what: `${what}: resident memory at the end`, value: last(resident), unit: 'MiB' },
    holds(`${what}: what resident memory grew after the cap`, drift(resident), '%', bound),
  ];
}

/** From the median of the first third to that of the last, in percent. */
function driftOf(values: readonly number[], third: number): number {
  return 100 * (median(values.slice(-third)) / median(values.slice(0, third)) - 1);
}
