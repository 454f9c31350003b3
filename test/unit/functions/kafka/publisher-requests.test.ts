import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toRecord } from '../../../../functions/kafka/client/publish/publisher-record.ts';
import { sizeOf, toRequests } from '../../../../functions/kafka/client/publish/publisher-requests.ts';
import { EVENT } from '../published-events.ts';

function write(length: number, id = 'e-1') {
  const event = { ...EVENT, id, data: 'x'.repeat(length) };
  return { event, record: toRecord(event, { name: 'orders', mode: 'structured' }) };
}

describe('the requests of one call', () => {
  it('hold every record once, in order, none over the limit, and no two that would fit into one', () => {
    const most = 4_000;
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2_500 })), (lengths) => {
        const written = lengths.map((length, index) => write(length, `${index}`));
        const requests = toRequests(written, most);
        expect(requests.flat()).toEqual(written.map(({ record }) => record));
        const sizes = requests.map((records) => records.reduce((sum, record) => sum + sizeOf(record), 0));
        expect(sizes.every((size) => size > 0 && size <= most)).toBe(true);
        const firsts = requests.slice(1).map(([first]) => (first === undefined ? 0 : sizeOf(first)));
        expect(firsts.every((first, index) => (sizes[index] ?? 0) + first > most - 512)).toBe(true);
      }),
    );
  });

  it('are refused, before anything is sent, when one record does not fit', () => {
    const written = [write(10), write(5_000, 'e-2')];
    expect(() => toRequests(written, 4_000)).toThrow(
      /^publisher refused: The event e-2 \(inventory\.reserved\) takes \d+ bytes on the topic orders: expected at most 3488 \(max\.request\.size\)/,
    );
  });

  it('are none for no events', () => {
    expect(toRequests([], 4_000)).toEqual([]);
  });
});
