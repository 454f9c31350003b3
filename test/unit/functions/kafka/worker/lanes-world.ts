import * as z from 'zod/mini';
import { ack } from '../../../../../functions/kafka/ack.ts';
import { decode } from '../../../../../functions/kafka/decode.ts';
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
import { createEventLogs } from './event-logs.ts';

const HANDLED = z.object({ fails: z.number(), takes: z.number() });
const FETCH = 250;

/** Partitions, and the lanes of a worker over the delivery core, on a clock that stands still until a test moves it. */
export function createLanesWorld(partitions: number, concurrency: number) {
  const world = createWorld();
  const { clock } = world;
  const { logs, places, send } = createEventLogs(partitions);
  /** Ids of events that are done or letters, and of those whose handlers run. */
  const [over, running] = [new Set<string>(), new Set<string>()];
  const wrong: string[] = [];

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
  const allIsFetched = () =>
    logs.every((log, index) => isFull(laneOf(index)) || laneOf(index).position === BigInt(log.length));
  /** Lets everything happen that needs no time. */
  const settle = async () => {
    for (let turns = 0; turns < 60; turns++) {
      fetch();
      await new Promise<void>((done) => setImmediate(done));
      if (turns > 3 && allIsFetched()) break;
    }
    check();
  };
  return {
    world,
    drain: lanes.drain,
    laneOf,
    send,
    over,
    running,
    wrong,
    settle,
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
