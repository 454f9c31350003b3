import { setTimeout as delay } from 'node:timers/promises';
import type { Sent } from '../fault-events.ts';
import type { Step } from '../fault-routes.ts';
import type { FaultWorker } from '../fleet.ts';
import type { Played, Scenario } from '../prove.ts';
import { EVENTS } from '../size.ts';
import { PARTITIONS, type Stage } from '../stage.ts';

/** What may happen to workers, and to the group that they make. */
export const workerScenarios: readonly Scenario[] = [
  { name: 'worker-killed', play: killOneOfThree },
  { name: 'rebalances', play: rebalanceForAMinute },
  { name: 'handler-hangs', play: hang },
];

/** So many lines of a worker are of partitions that it held when it died. */
const LAST = 20;

export async function killOneOfThree(stage: Stage): Promise<Played> {
  const [victim] = stage.startWorkers(3);
  void stage.send();
  await stage.untilEnded(EVENTS / 10, victim);
  await victim.kill9();
  stage.heal();
  const last = stage.audit
    .lines()
    .filter(({ process }) => process === victim.pid)
    .slice(-LAST);
  const held = new Set(last.map(({ key }) => partitionOf(key)));
  return { isRecovery: ({ key, process }) => process !== victim.pid && held.has(partitionOf(key)) };
}

/** One worker, and after its death another. */
export async function killAndReplace(stage: Stage, count: number): Promise<Played> {
  const [victim] = stage.startWorkers(1);
  void stage.send({ count });
  await stage.untilEnded(count / 10);
  await victim.kill9();
  stage.startWorkers(1);
  stage.heal();
  return {};
}

/** Of an event by the key of its claim: ROUTE|SOURCE|NAME-SUBJECT-SEQUENCE. */
function partitionOf(key: string): number {
  return Number(key.split('-').at(-2)) % PARTITIONS;
}

const MINUTE = 60_000;
/** A second as a member and a second as none. */
const FLAP = '1000';
const LEAST = 20;

async function rebalanceForAMinute(stage: Stage): Promise<Played> {
  const [worker] = stage.startWorkers(2);
  const guest = stage.fleet.start({ FAULT_FLAP: FLAP });
  void stage.send({ over: MINUTE * 1.1 });
  await delay(MINUTE);
  const rebalances = await rebalancesOf(worker);
  const words = [await guest.stop(), rebalances < LEAST ? `${rebalances} rebalances: expected ${LEAST}` : undefined];
  stage.heal();
  return { note: `${rebalances} rebalances`, words: words.filter((word) => word !== undefined) };
}

async function rebalancesOf(worker: FaultWorker): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${worker.healthPort()}/metrics`);
  const [, count] = /^waybill_rebalances_total (\d+)/m.exec(await response.text()) ?? [];
  return Number(count);
}

const HANGS = ['obeys', 'ignores', 'always'] as const;
const HANGING = 12;

async function hang(stage: Stage): Promise<Played> {
  const places = Array.from({ length: HANGING }, (_, n) => Math.floor(((n + 0.5) * EVENTS) / HANGING));
  const hangs = new Map(places.map((place, n): [number, Step['hang']] => [place, HANGS[n % HANGS.length]]));
  stage.startWorkers(2);
  await stage.send({ hangs });
  stage.heal();
  return { dead: ({ step }: Sent) => step.hang === 'always' };
}
