import type { Broker } from '../../local/broker/start-broker.ts';
import { formatRate } from '../report/format.ts';
import { committedOf } from './committed.ts';
import type { KafkaContender, KafkaReady } from './contender.ts';
import type { KafkaScale } from './kafka-scale.ts';
import { type Round, runContender } from './run-contender.ts';
import { COMMIT_EVERY } from './task.ts';
import { type Progress, TOPIC } from './with-broker.ts';

export type KafkaEntry = readonly [contender: KafkaContender, ready: KafkaReady];

/** What came of a contender: its rounds, or why it has none. */
export type Score = Pick<KafkaContender, 'name' | 'version'> & {
  readonly rounds: readonly Round[];
  readonly why: string | undefined;
};

type Session = { readonly broker: Broker; readonly scale: KafkaScale; readonly progress: Progress };

/** Every contender reads the whole topic in each round, one after the other, and each round begins with another one. */
export async function runRounds(entries: readonly KafkaEntry[], session: Session): Promise<readonly Score[]> {
  const rounds = new Map<string, Round[]>(entries.map(([{ name }]) => [name, []]));
  const reasons = new Map<string, string>();
  for (let round = 0; round < session.scale.rounds; round += 1) {
    for (const [{ name }, ready] of rotated(entries, round)) {
      if (reasons.has(name)) continue;
      const result = await runOne(name, ready, { ...session, round }).catch(messageOf);
      if (typeof result === 'string') reasons.set(name, result);
      else rounds.get(name)?.push(result);
    }
  }
  return entries.map(([{ name, version }]) => ({
    ...{ name, version },
    rounds: rounds.get(name) ?? [],
    why: reasons.get(name),
  }));
}

async function runOne(name: string, ready: KafkaReady, session: Session & { readonly round: number }): Promise<Round> {
  if ('missing' in ready) throw new Error(ready.missing);
  const { broker, scale, progress, round } = session;
  const label = `kafka, round ${round + 1} of ${scale.rounds}: ${name}`;
  progress.start(label);
  const { events, finishedClaims } = scale;
  const group = `${name.replaceAll(' ', '-')}-${round}`;
  const task = { brokers: broker.brokers, topic: TOPIC, group, events, finishedClaims, commitEvery: COMMIT_EVERY };
  const result = await runContender(ready, { task, brokerPid: broker.pid() });
  const committed = await committedOf(task);
  if (committed !== events) throw new Error(`it committed ${committed} of ${events} events`);
  progress.say(`${label} ${formatRate(rateOf(result))}/s`);
  return result;
}

/** Events per second. */
export function rateOf({ events, ms }: Round): number {
  return (events * 1_000) / ms;
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const first = by % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
