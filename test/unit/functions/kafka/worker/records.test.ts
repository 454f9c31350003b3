import { describe, expect, it } from '@jest/globals';
import type { RecordsBatch } from '@platformatic/kafka';
import fc from 'fast-check';
import { toArrivals } from '../../../../../functions/kafka/worker/fetch/records.ts';
import { laneAt } from './any-record.ts';

const TRANSACTIONAL = 16;
const CONTROL = 32;
const LOG_APPEND_TIME = 8;

type Entry = RecordsBatch['records'][number];

function entry(offsetDelta: number, changes: Partial<Entry> = {}): Entry {
  const value = Buffer.from('v');
  return { length: 0, attributes: 0, timestampDelta: 0n, offsetDelta, key: null, value, headers: [], ...changes };
}

function batch(firstOffset: number, count: number, changes: Partial<RecordsBatch> = {}): RecordsBatch {
  return {
    firstOffset: BigInt(firstOffset),
    length: 0,
    partitionLeaderEpoch: 0,
    magic: 2,
    crc: 0,
    attributes: 0,
    lastOffsetDelta: count - 1,
    firstTimestamp: 0n,
    maxTimestamp: 0n,
    producerId: -1n,
    producerEpoch: 0,
    firstSequence: 0,
    records: Array.from({ length: count }, (_, index) => entry(index)),
    ...changes,
  };
}

const inTransaction = (producer: number) => ({ attributes: TRANSACTIONAL, producerId: BigInt(producer) });

/** The control record at the end of a transaction: version 0, type 0 for an abort and 1 for a commit. */
function marker(offset: number, producer: number, type: 'abort' | 'commit'): RecordsBatch {
  const key = Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1]);
  const attributes = TRANSACTIONAL | CONTROL;
  return batch(offset, 1, { attributes, producerId: BigInt(producer), records: [entry(0, { key })] });
}

function offsetsOf(
  records: readonly RecordsBatch[],
  aborted: readonly (readonly [number, number])[] = [],
  position = 0n,
) {
  const abortedTransactions = aborted.map(([producer, first]) => ({
    producerId: BigInt(producer),
    firstOffset: BigInt(first),
  }));
  const found = toArrivals(laneAt(position), { records: [...records], abortedTransactions });
  return { offsets: found.records.map(({ offset }) => Number(offset)), next: Number(found.next) };
}

describe('the records of a fetch', () => {
  it('leaves out what is before the position, where a batch begins', () => {
    expect(offsetsOf([batch(0, 4), batch(4, 4)], [], 6n)).toEqual({ offsets: [6, 7], next: 8 });
  });

  it('stays where it is when nothing came', () => {
    expect(offsetsOf([], [], 6n)).toEqual({ offsets: [], next: 6 });
    expect(toArrivals(laneAt(6n), { records: null, abortedTransactions: null }).next).toBe(6n);
  });

  it('goes on after what compaction left of a batch', () => {
    expect(offsetsOf([batch(0, 9, { records: [entry(2)] }), batch(9, 3, { records: [] })])).toEqual({
      offsets: [2],
      next: 12,
    });
  });

  it('passes over control records', () => {
    expect(offsetsOf([batch(0, 2, inTransaction(1)), marker(2, 1, 'commit')])).toEqual({ offsets: [0, 1], next: 3 });
  });

  it('leaves out an aborted transaction, and not what another producer wrote into the middle of it', () => {
    const log = [
      batch(0, 2, inTransaction(1)),
      batch(2, 2, inTransaction(2)),
      batch(4, 1),
      batch(5, 1, inTransaction(1)),
    ];
    const ends = [marker(6, 1, 'abort'), marker(7, 2, 'commit'), batch(8, 1, inTransaction(1)), marker(9, 1, 'commit')];
    expect(offsetsOf([...log, ...ends], [[1, 0]]).offsets).toEqual([2, 3, 4, 8]);
  });

  it('leaves out each of several aborted transactions of one producer', () => {
    const log = [
      batch(0, 2, inTransaction(1)),
      marker(2, 1, 'abort'),
      batch(3, 2, inTransaction(1)),
      marker(5, 1, 'abort'),
    ];
    expect(
      offsetsOf(log, [
        [1, 0],
        [1, 3],
      ]),
    ).toEqual({ offsets: [], next: 6 });
  });

  it('leaves out an aborted transaction whose end is not in the answer', () => {
    expect(offsetsOf([batch(0, 2, inTransaction(1))], [[1, 0]])).toEqual({ offsets: [], next: 2 });
    expect(offsetsOf([batch(2, 2, inTransaction(1)), marker(4, 1, 'abort')], [[1, 0]], 2n)).toEqual({
      offsets: [],
      next: 5,
    });
  });

  it('takes timestamps from the records, or the one of the batch where the broker wrote it', () => {
    const records = [entry(0, { timestampDelta: 5n })];
    const times = [
      batch(0, 1, { firstTimestamp: 100n, maxTimestamp: 200n, records }),
      batch(1, 1, { firstTimestamp: 100n, maxTimestamp: 200n, attributes: LOG_APPEND_TIME, records }),
      batch(2, 1, { firstTimestamp: -1n }),
    ];
    const found = toArrivals(laneAt(0n), { records: times, abortedTransactions: [] });
    expect(found.records.map(({ timestamp }) => timestamp)).toEqual([105n, 200n, -1n]);
  });
});

type Write = { readonly producer: number; readonly kind: 'write' | 'abort' | 'commit'; readonly count: number };

const write: fc.Arbitrary<Write> = fc.record({
  producer: fc.integer({ min: 0, max: 2 }),
  kind: fc.constantFrom('write', 'write', 'abort', 'commit'),
  count: fc.integer({ min: 1, max: 3 }),
});

/** A log of producers with transactions, of which 0 has none, and which of its records count once all are over. */
function toLog(writes: readonly Write[]) {
  const log: RecordsBatch[] = [];
  const aborted: (readonly [number, number])[] = [];
  const open = new Map<number, { readonly first: number; readonly offsets: number[] }>();
  const valid: number[] = [];
  let end = 0;
  for (const { producer, kind, count } of [
    ...writes,
    ...[1, 2].map((one) => ({ producer: one, kind: 'abort', count: 1 }) as const),
  ]) {
    const current = open.get(producer);
    if (kind === 'write') {
      const offsets = Array.from({ length: count }, (_, index) => end + index);
      log.push(batch(end, count, producer === 0 ? {} : inTransaction(producer)));
      if (producer === 0) valid.push(...offsets);
      else if (current === undefined) open.set(producer, { first: end, offsets });
      else current.offsets.push(...offsets);
      end += count;
    } else if (current !== undefined) {
      log.push(marker(end, producer, kind));
      if (kind === 'commit') valid.push(...current.offsets);
      else aborted.push([producer, current.first]);
      open.delete(producer);
      end += 1;
    }
  }
  return { log, aborted, valid: valid.toSorted((a, b) => a - b) };
}

it('gives what no transaction took back, of any log and wherever the answers are cut', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (writes, size) => {
      const { log, aborted, valid } = toLog(writes);
      const found: number[] = [];
      for (let start = 0; start < log.length; start += size) {
        const part = log.slice(start, start + size);
        const position = part[0]?.firstOffset ?? 0n;
        const last = (part.at(-1)?.firstOffset ?? 0n) + BigInt(part.at(-1)?.lastOffsetDelta ?? 0);
        // The broker names those whose end lies after the position and whose beginning is in the answer.
        const ends = (producer: number, first: number) =>
          log.find(
            (one) => one.attributes & CONTROL && one.producerId === BigInt(producer) && one.firstOffset > BigInt(first),
          )?.firstOffset ?? -1n;
        const named = aborted.filter(([producer, first]) => BigInt(first) <= last && ends(producer, first) >= position);
        found.push(...offsetsOf(part, named, position).offsets);
      }
      expect(found).toEqual(valid);
    }),
  );
});
