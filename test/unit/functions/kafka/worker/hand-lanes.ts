import type { KafkaRecord, Ref } from '../../../../../functions/kafka/decode.ts';
import { append } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { createLanes } from '../../../../../functions/kafka/worker/lanes/lanes.ts';
import type { Call } from '../../../../../shared/delivery/bind.ts';
import type { LogLine } from '../../../../../shared/delivery/ports.ts';
import { createManualClock } from '../../../../manual-clock.ts';
import { arrivals, laneAt } from './any-record.ts';

export const offsets = (records: readonly Ref[]) => records.map(({ offset }) => offset);

type Running = {
  readonly records: readonly KafkaRecord[];
  readonly call: Call<Ref>;
  readonly end: (done: readonly Ref[]) => Promise<void>;
  readonly fail: () => Promise<void>;
};

/** Lanes whose batches a test ends by hand. */
export function createHandLanes(concurrency = 8) {
  const [clock, running, lines]: [ReturnType<typeof createManualClock>, Running[], LogLine[]] = [
    createManualClock(),
    [],
    [],
  ];
  let [mayRun, progress] = [true, 0];
  const lanes = createLanes({
    run: (records, call) => {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Ref[]>();
      const settle = (task: () => void) => () => {
        running.splice(
          running.findIndex((one) => one.records === records),
          1,
        );
        task();
        return new Promise<void>((done) => setImmediate(done));
      };
      running.push({
        records,
        call,
        end: (done) => settle(() => resolve(done))(),
        fail: settle(() => reject(new Error('broken'))),
      });
      return promise;
    },
    concurrency,
    log: (line) => void lines.push(line),
    clock,
    random: () => 1,
    mayRun: () => mayRun,
    onProgress: () => {
      progress += 1;
    },
  });
  const add = (partition: number, offsets: readonly bigint[]) => {
    const lane = laneAt(0n, { partition });
    append(lane, arrivals(offsets));
    lanes.add(lane);
    return lane;
  };
  return {
    clock,
    running,
    lines,
    lanes,
    add,
    progress: () => progress,
    allow: (may: boolean) => {
      mayRun = may;
    },
  };
}
