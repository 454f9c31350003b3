import { describe, expect, it } from '@jest/globals';
import type { KafkaRecord, Ref } from '../../../../../functions/kafka/decode.ts';
import { append } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { createLanes } from '../../../../../functions/kafka/worker/lanes/lanes.ts';
import type { Call } from '../../../../../shared/delivery/bind.ts';
import type { LogLine } from '../../../../../shared/delivery/ports.ts';
import { createManualClock } from '../../../../manual-clock.ts';
import { arrivals, laneAt } from './any-record.ts';

const offsets = (records: readonly Ref[]) => records.map(({ offset }) => offset);

type Running = {
  readonly records: readonly KafkaRecord[];
  readonly call: Call<Ref>;
  readonly end: (done: readonly Ref[]) => Promise<void>;
  readonly fail: () => Promise<void>;
};

/** Lanes whose batches a test ends by hand. */
function setUp(concurrency = 8) {
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

describe('the lanes of a worker', () => {
  it('run side by side, and hand out what comes while some of it is with the handlers', () => {
    const { lanes, add, running } = setUp();
    const first = add(0, [0n, 1n]);
    add(1, [0n]);
    lanes.kick();
    append(first, arrivals([2n]));
    lanes.kick();
    expect(running.map(({ records }) => offsets(records))).toEqual([[0n, 1n], [0n], [2n]]);
  });

  it('try again after a pause what comes back unfinished or fails, and say so', async () => {
    const { lanes, add, running, clock, lines } = setUp();
    add(0, [0n, 1n]);
    lanes.kick();
    await running[0]?.end([{ topic: 'orders', partition: 0, offset: 0n }]);
    expect([running.length, lines.map(({ message }) => message)]).toEqual([0, ['records came back unfinished']]);
    clock.advance(100);
    expect(running[0]?.records.map(({ offset }) => offset)).toEqual([1n]);
    await running[0]?.fail();
    clock.advance(199);
    expect(running).toHaveLength(0);
    clock.advance(1);
    expect(running[0]?.records.map(({ offset }) => offset)).toEqual([1n]);
  });

  it('abort what runs of a lane that is dropped, and leave what comes back of it alone', async () => {
    const { lanes, add, running, clock, progress } = setUp();
    const lane = add(0, [0n, 1n]);
    lanes.kick();
    lanes.drop(lane);
    expect(running[0]?.call.signal?.aborted).toBe(true);
    await running[0]?.end([]);
    clock.advance(60_000);
    expect([running.length, progress(), lanes.list()]).toEqual([0, 0, []]);
  });

  it('hand nothing out while the partitions may be others’, and go on afterwards', () => {
    const { lanes, add, running, allow } = setUp();
    allow(false);
    add(0, [0n]);
    lanes.kick();
    expect(running).toHaveLength(0);
    allow(true);
    lanes.kick();
    expect(running).toHaveLength(1);
  });

  it('finish what runs and begin nothing more at the end', async () => {
    const { lanes, add, running } = setUp();
    const lane = add(0, [0n]);
    lanes.kick();
    append(lane, arrivals([1n]));
    const drained = lanes.drain();
    await running[0]?.end(running[0].records);
    await drained;
    expect([running.length, [...lane.records.keys()]]).toEqual([0, [1n]]);
  });
});
