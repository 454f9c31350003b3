import type { Settled } from '../../../../shared/delivery/item.ts';
import type { Clock } from '../../../../shared/delivery/ports.ts';
import type { KafkaRecord, Ref } from '../../decode.ts';
import type { WorkerOptions } from '../worker-options.ts';
import { isFull, type Lane, laneKey, settle, take, takeBack } from './lane.ts';
import { createSeat, mayGoOn, mayTryAgain, noteEvent, type Seat } from './seat.ts';
import { createShares } from './shares.ts';

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
  /** Gives back at once what waits or has not begun, and resolves when nothing runs; nothing new is handed out from now on. */
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

/** So many records at most go into one call. */
const BATCH = 500;

export function createLanes({ run, concurrency, log, clock, random, mayRun, onProgress }: Options): Lanes {
  const seats = new Map<string, Seat>();
  /** Of lanes that were dropped, until nothing runs of them. */
  const leaving = new Set<Seat>();
  const running = new Set<Promise<void>>();
  let draining = false;

  const kick = () => {
    const mayBegin = !draining && mayRun();
    for (const { queue } of leaving) queue.pump();
    for (const seat of [...seats.values()]) {
      seat.queue.pump();
      if (mayBegin) handOut(seat);
    }
  };
  const shares = createShares(concurrency);
  /** The turns of the others come before its next one, where handlers are few. */
  const toEnd = (seat: Seat) => {
    const key = laneKey(seat.lane);
    if (seats.get(key) !== seat) return;
    seats.delete(key);
    seats.set(key, seat);
  };
  const handOut = (seat: Seat) => {
    if (mayTryAgain(seat)) {
      seat.queue.release();
      start(seat, takeBack(seat.lane), true);
    }
    while (mayGoOn(seat)) start(seat, take(seat.lane, BATCH), false);
  };
  const start = (seat: Seat, records: readonly KafkaRecord[], isAgain: boolean) => {
    toEnd(seat);
    const ended = runBatch(seat, records, isAgain).finally(() => {
      running.delete(ended);
      kick();
    });
    running.add(ended);
  };
  const runBatch = async (seat: Seat, records: readonly KafkaRecord[], isAgain: boolean) => {
    const { lane, queue } = seat;
    const out = new Set(records);
    const end = ({ offset }: Ref, isDone: boolean) => {
      const record = lane.records.get(offset);
      if (record !== undefined && out.delete(record)) finish(seat, record, isDone);
    };
    const onSettled = ({ ref, verdict }: Settled<Ref>) => {
      const isDone = noteEvent(seat, ref, verdict.kind === 'done');
      if (isDone !== undefined) end(ref, isDone);
    };
    seat.batches += 1;
    try {
      const done = await run(records, { signal: lane.ending.signal, queue, onSettled });
      for (const ref of done) end(ref, true);
    } catch (error) {
      log({ level: 'error', message: 'a batch failed', ...place(lane, records[0]), reason: String(error) });
    }
    if (out.size > 0) seat.isHeld = true;
    for (const record of out) end(record, false);
    seat.batches -= 1;
    if (seat.batches === 0) leaving.delete(seat);
    if (isAgain && lane.back.length === 0) {
      seat.isHeld = false;
      seat.backOff.reset();
    }
    if (seats.get(laneKey(lane)) === seat) onProgress();
  };
  const finish = (seat: Seat, record: KafkaRecord, isDone: boolean) => {
    const { lane } = seat;
    const wasFull = isFull(lane);
    settle(lane, record, isDone);
    if (!isDone) pause(seat, record);
    else if (wasFull && !isFull(lane)) onProgress();
  };
  const pause = (seat: Seat, record: KafkaRecord) => {
    const { lane, backOff } = seat;
    if (draining || seat.isPausing || lane.ending.signal.aborted) return;
    const ms = backOff.next();
    log({ level: 'warn', message: 'records came back unfinished', ...place(lane, record), againIn: ms });
    seat.isPausing = true;
    clock.after(ms, () => {
      seat.isPausing = false;
      kick();
    });
  };
  return {
    add: (lane) => {
      const onFree = () => {
        toEnd(seat);
        kick();
      };
      const seat = createSeat(lane, shares.open(onFree), random);
      seats.set(laneKey(lane), seat);
      shares.divide(seats.size);
    },
    drop: (lane) => {
      lane.ending.abort();
      const seat = seats.get(laneKey(lane));
      if (seat?.lane !== lane) return;
      seats.delete(laneKey(lane));
      shares.divide(seats.size);
      if (seat.batches > 0) leaving.add(seat);
    },
    get: (key) => seats.get(key)?.lane,
    has: (lane) => seats.get(laneKey(lane))?.lane === lane,
    list: () => [...seats.values()].map(({ lane }) => lane),
    kick,
    drain: async () => {
      draining = true;
      for (const { closing } of seats.values()) closing.abort();
      await Promise.all(running);
    },
  };
}

function place({ topic, partition }: Lane, record: KafkaRecord | undefined) {
  return { topic, partition, offset: String(record?.offset) };
}
