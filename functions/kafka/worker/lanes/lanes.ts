import { createLaneQueue } from '../../../../shared/delivery/lane-queue.ts';
import type { Clock } from '../../../../shared/delivery/ports.ts';
import { createSlots } from '../../../../shared/delivery/slots.ts';
import type { Ref } from '../../decode.ts';
import { type BackOff, createBackOff } from '../back-off.ts';
import type { WorkerOptions } from '../worker-options.ts';
import { giveBack, type Lane, laneKey, take } from './lane.ts';

/** The lanes of the partitions that this worker holds, and the handlers that run over them. */
export type Lanes = {
  readonly add: (lane: Lane) => void;
  /** Aborts what runs of it and forgets it. */
  readonly drop: (lane: Lane) => void;
  readonly get: (key: string) => Lane | undefined;
  readonly has: (lane: Lane) => boolean;
  readonly list: () => readonly Lane[];
  /** Hands out what can be handed out: after records came, and when handlers may run again. */
  readonly kick: () => void;
  /** Resolves when nothing runs; nothing new is handed out from now on. */
  readonly drain: () => Promise<void>;
};

type Options = Pick<WorkerOptions, 'run' | 'concurrency' | 'log'> & {
  readonly clock: Clock;
  readonly random: () => number;
  /** False while the group may have given the partitions to others without this worker knowing. */
  readonly mayRun: () => boolean;
  /** Records of a lane are finished: its mark may have moved, and there may be room. */
  readonly onProgress: () => void;
};

/** So many records go into one call; what comes after them waits until all of them are settled. */
const BATCH = 500;

export function createLanes({ run, concurrency, log, clock, random, mayRun, onProgress }: Options): Lanes {
  const lanes = new Map<string, Lane>();
  const backOffs = new WeakMap<Lane, BackOff>();
  const pausing = new WeakSet<Lane>();
  const running = new Set<Promise<void>>();
  let [free, draining] = [concurrency, false];

  const kick = () => {
    if (draining || !mayRun()) return;
    for (const lane of lanes.values()) {
      if (free === 0) return;
      if (lane.taken > 0 || lane.records.length === 0 || pausing.has(lane)) continue;
      start(lane);
    }
  };
  /** Each lane has its share of the handlers, so that one whose handlers are slow leaves the others theirs. */
  const start = (lane: Lane) => {
    const share = Math.min(free, Math.max(1, Math.floor(concurrency / lanes.size)));
    free -= share;
    const done = runBatch(lane, share).finally(() => {
      free += share;
      running.delete(done);
      kick();
    });
    running.add(done);
  };
  const runBatch = async (lane: Lane, share: number) => {
    const batch = take(lane, BATCH);
    const { signal } = lane.ending;
    const done = await run(batch, { signal, queue: createLaneQueue(createSlots(share)) }).catch(
      (error: unknown): readonly Ref[] => {
        log({ level: 'error', message: 'a batch failed', ...place(lane, batch), reason: String(error) });
        return [];
      },
    );
    const left = giveBack(lane, done);
    if (lanes.get(laneKey(lane)) !== lane) return;
    if (left === 0) backOffs.delete(lane);
    else if (!signal.aborted) pause(lane, left);
    // To the end, that the next lane's turn comes before it where handlers are few.
    lanes.delete(laneKey(lane));
    lanes.set(laneKey(lane), lane);
    onProgress();
  };
  const pause = (lane: Lane, left: number) => {
    const backOff = backOffs.get(lane) ?? createBackOff(random);
    backOffs.set(lane, backOff);
    const ms = backOff.next();
    log({ level: 'warn', message: 'records came back unfinished', ...place(lane, lane.records), left, againIn: ms });
    pausing.add(lane);
    clock.after(ms, () => {
      pausing.delete(lane);
      kick();
    });
  };
  return {
    add: (lane) => void lanes.set(laneKey(lane), lane),
    drop: (lane) => {
      lane.ending.abort();
      if (lanes.get(laneKey(lane)) === lane) lanes.delete(laneKey(lane));
    },
    get: (key) => lanes.get(key),
    has: (lane) => lanes.get(laneKey(lane)) === lane,
    list: () => [...lanes.values()],
    kick,
    drain: async () => {
      draining = true;
      await Promise.all(running);
    },
  };
}

function place({ topic, partition }: Lane, records: readonly { readonly offset: bigint }[]) {
  return { topic, partition, offset: String(records[0]?.offset) };
}
