import { describe, expect, it } from '@jest/globals';
import { append } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { arrivals } from './any-record.ts';
import { createHandLanes, offsets } from './hand-lanes.ts';

describe('the lanes of a worker', () => {
  it('run side by side, and hand out what comes while some of it is with the handlers', () => {
    const { lanes, add, running } = createHandLanes();
    const first = add(0, [0n, 1n]);
    add(1, [0n]);
    lanes.kick();
    append(first, arrivals([2n]));
    lanes.kick();
    expect(running.map(({ records }) => offsets(records))).toEqual([[0n, 1n], [0n], [2n]]);
  });

  it('try again after a pause what comes back unfinished or fails, and say so', async () => {
    const { lanes, add, running, clock, lines } = createHandLanes();
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

  it('know of each record as soon as its events are settled, and not when its whole batch is', async () => {
    const { lanes, add, running } = createHandLanes();
    const lane = add(0, [0n, 1n, 2n]);
    lanes.kick();
    const settled = (offset: bigint, kind: 'done' | 'retry', items?: number) => {
      const ref = { topic: 'orders', partition: 0, offset, ...(items === undefined ? {} : { items }) };
      const verdict = kind === 'done' ? ({ kind } as const) : ({ kind, waiting: true } as const);
      running[0]?.call.onSettled?.({ ref, lane: '', verdict });
    };
    settled(0n, 'done');
    settled(1n, 'done', 2);
    expect(offsets([...lane.records.values()])).toEqual([1n, 2n]);
    settled(1n, 'done', 2);
    expect(offsets([...lane.records.values()])).toEqual([2n]);
  });

  it('hand out nothing more behind a batch that failed as a whole, until all of it is finished', async () => {
    const { lanes, add, running, clock } = createHandLanes();
    const lane = add(0, [0n, 1n]);
    lanes.kick();
    await running[0]?.fail();
    append(lane, arrivals([2n]));
    lanes.kick();
    expect(running).toEqual([]);
    clock.advance(100);
    expect(offsets(running[0]?.records ?? [])).toEqual([0n, 1n]);
    await running[0]?.end(running[0].records);
    expect(running.map(({ records }) => offsets(records))).toEqual([[2n]]);
  });

  it('abort what runs of a lane that is dropped, and leave what comes back of it alone', async () => {
    const { lanes, add, running, clock, progress } = createHandLanes();
    const lane = add(0, [0n, 1n]);
    lanes.kick();
    lanes.drop(lane);
    expect(running[0]?.call.signal?.aborted).toBe(true);
    await running[0]?.end([]);
    clock.advance(60_000);
    expect([running.length, progress(), lanes.list()]).toEqual([0, 0, []]);
  });

  it('hand nothing out while the partitions may be others’, and go on afterwards', () => {
    const { lanes, add, running, allow } = createHandLanes();
    allow(false);
    add(0, [0n]);
    lanes.kick();
    expect(running).toHaveLength(0);
    allow(true);
    lanes.kick();
    expect(running).toHaveLength(1);
  });

  it('finish what runs and begin nothing more at the end', async () => {
    const { lanes, add, running } = createHandLanes();
    const lane = add(0, [0n]);
    lanes.kick();
    append(lane, arrivals([1n]));
    const drained = lanes.drain();
    await running[0]?.end(running[0].records);
    await drained;
    expect([running.length, [...lane.records.keys()]]).toEqual([0, [1n]]);
  });
});
