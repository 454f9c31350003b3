import * as z from 'zod/mini';
import { ack } from '../../../../../functions/kafka/ack.ts';
import { decode, type KafkaRecord } from '../../../../../functions/kafka/decode.ts';
import { append, isFull, type Lane } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { createLanes } from '../../../../../functions/kafka/worker/lanes/lanes.ts';
import { lowWaterMark } from '../../../../../functions/kafka/worker/lanes/low-water-mark.ts';
import { bind } from '../../../../../shared/delivery/bind.ts';
import { onAbort } from '../../../../../shared/delivery/on-abort.ts';
import type { LogLine } from '../../../../../shared/delivery/ports.ts';
import { createRouter } from '../../../../../shared/delivery/router.ts';
import { route } from '../../../../../shared/routing/route.ts';
import { defineRoutes } from '../../../../../shared/routing/table.ts';
import { createWorld } from '../../../delivery/world.ts';
import { laneAt } from './any-record.ts';

/** An event, and what its handler makes of it. */
export type Sent = {
  /** Undefined for none. */
  readonly subject?: string | undefined;
  /** So many of its attempts fail. */
  readonly fails?: number;
  /** How long its handler takes, in milliseconds; for ever where that is more than its time-out of 20 s. */
  readonly takes?: number;
  /** No route knows its type, so that it becomes a letter. */
  readonly isUnknown?: boolean;
};

/** Where an event stands: its partition and its record's offset, and of several in one record which. */
type Place = {
  readonly id: string;
  readonly partition: number;
  readonly offset: number;
  readonly subject: string | undefined;
};

const HANDLED = z.object({ fails: z.number(), takes: z.number() });
const BATCHED = [[Buffer.from('content-type'), Buffer.from('application/cloudevents-batch+json')]] as const;
const FETCH = 250;

/** Partitions, and the lanes of a worker over the delivery core, on a clock that stands still until a test moves it. */
export function createLanesWorld({
  partitions,
  concurrency,
}: {
  readonly partitions: number;
  readonly concurrency: number;
}) {
  const world = createWorld();
  const { clock } = world;
  const logs = Array.from({ length: partitions }, (): KafkaRecord[] => []);
  const places = new Map<string, Place>();
  /** Ids of events that are done or letters, and of those whose handlers run. */
  const [over, running] = [new Set<string>(), new Set<string>()];
  const wrong: string[] = [];
  const most = { running: 0 };

  const note = (line: LogLine) => {
    const { event, outcome } = line as { event?: { readonly id: string }; outcome?: string };
    if (line.message === 'delivery' && event !== undefined && outcome !== 'retry') over.add(event.id);
    world.ports.log(line);
  };
  /** What must be over before it begins: everything of its subject that lies before it in its partition. */
  const checkOrder = (id: string) => {
    const at = places.get(id);
    if (at?.subject === undefined) return;
    for (const { id: other, partition, offset, subject } of places.values()) {
      const isBefore = partition === at.partition && subject === at.subject && offset < at.offset;
      if (isBefore && !over.has(other)) wrong.push(`${id} began before ${other} was over`);
    }
  };
  const work = route({
    name: 'work',
    on: 'known',
    order: 'subject',
    schema: HANDLED,
    handle: async ({ id, data }, { attempt, signal }) => {
      checkOrder(id);
      running.add(id);
      most.running = Math.max(most.running, running.size);
      if (running.size > concurrency) wrong.push(`${running.size} run at once`);
      if (data.takes > 0)
        await new Promise<void>((resolve) => {
          onAbort(signal, resolve);
          clock.after(data.takes, resolve);
        });
      running.delete(id);
      if (attempt <= data.fails) throw new Error('boom');
    },
  });
  const router = createRouter({ name: 'kafka', table: defineRoutes([work]), ports: { ...world.ports, log: note } }, {});
  const options = { clock, random: () => 1, log: world.ports.log, mayRun: () => true, onProgress: () => {} };
  const lanes = createLanes({ ...options, run: bind({ decode, ack }, router), concurrency });
  const committed = logs.map(() => 0n);
  const laneOf = (partition: number): Lane => {
    const found = lanes.get(`orders/${partition}`);
    if (found !== undefined) return found;
    const lane = laneAt(committed[partition] ?? 0n, { partition });
    lanes.add(lane);
    return lane;
  };
  /** Writes events to a partition, as records of one event, or all of them in one record. */
  const send = (partition: number, sent: readonly Sent[], inOne = false) => {
    const log = logs[partition] ?? [];
    const toEvent = ({ subject, fails = 0, takes = 0, isUnknown = false }: Sent, offset: number) => {
      const id = `${partition}/${offset}/${places.size}`;
      places.set(id, { id, partition, offset, subject });
      const type = isUnknown ? 'unknown' : 'known';
      return { specversion: '1.0', id, source: '/shop', type, subject, data: { fails, takes } };
    };
    const push = (value: unknown, headers: KafkaRecord['headers']) =>
      void log.push({
        topic: 'orders',
        partition,
        offset: BigInt(log.length),
        timestamp: 0n,
        key: null,
        value: Buffer.from(JSON.stringify(value)),
        headers,
      });
    const at = log.length;
    if (inOne)
      push(
        sent.map((one) => toEvent(one, at)),
        BATCHED,
      );
    else for (const one of sent) push(toEvent(one, log.length), []);
  };
  const fetch = () => {
    for (const [partition, log] of logs.entries()) {
      const lane = laneOf(partition);
      if (isFull(lane)) continue;
      const records = log.slice(Number(lane.position), Number(lane.position) + FETCH);
      append(lane, { records, next: lane.position + BigInt(records.length), epoch: 0 });
    }
    lanes.kick();
  };
  const check = () => {
    for (const { id, partition, offset } of places.values()) {
      const mark = lowWaterMark(laneOf(partition));
      if (BigInt(offset) < mark && !over.has(id)) wrong.push(`the mark ${mark} is past ${id}`);
    }
  };
  /** Lets everything happen that needs no time. */
  const settle = async () => {
    for (let turns = 0; turns < 60; turns++) {
      fetch();
      await new Promise<void>((done) => setImmediate(done));
      if (
        turns > 3 &&
        logs.every((log, index) => isFull(laneOf(index)) || laneOf(index).position === BigInt(log.length))
      )
        break;
    }
    check();
  };
  return {
    world,
    lanes,
    laneOf,
    send,
    over,
    running,
    most,
    wrong,
    settle,
    committed,
    elapse: async (ms: number) => {
      clock.advance(ms);
      await settle();
    },
    commit: (partition: number) => {
      committed[partition] = lowWaterMark(laneOf(partition));
    },
    /** The partition goes away and comes back. */
    rebalance: (partition: number) => lanes.drop(laneOf(partition)),
    isOver: () =>
      [...places.keys()].every((id) => over.has(id)) &&
      logs.every((log, index) => lowWaterMark(laneOf(index)) === BigInt(log.length)),
  };
}
