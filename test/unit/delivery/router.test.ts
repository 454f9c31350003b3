import { describe, expect, it } from '@jest/globals';
import { tooLarge } from '../../../shared/delivery/limits.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { createWorld, routeTo } from './world.ts';

const { ports } = createWorld();
const table = defineRoutes([routeTo(async () => {}, { name: 'slow', timeout: '55s' })]);

function load(env: Readonly<Record<string, string>>) {
  return createRouter({ name: 'test', table, ports }, env);
}

describe('a router', () => {
  it('loads when its routes finish within the function’s own limit', () => {
    expect(load({ WAYBILL_TIME_LIMIT: '60s' }).table).toBe(table);
    expect(load({}).table).toBe(table);
  });

  it('does not load when one does not', () => {
    expect(() => load({ WAYBILL_TIME_LIMIT: '59s' })).toThrow('Route slow, timeout: 55000 ms');
  });

  it('does not load with a limit that is no duration', () => {
    expect(() => load({ WAYBILL_TIME_LIMIT: '60' })).toThrow('WAYBILL_TIME_LIMIT: Not a duration');
  });

  it('has sizes of its own unless told', () => {
    expect(load({}).limits).toEqual({ event: 1_048_576, batch: 6_291_456 });
    expect(load({ WAYBILL_MAX_EVENT_BYTES: '10', WAYBILL_MAX_BATCH_BYTES: '20' }).limits).toEqual({
      event: 10,
      batch: 20,
    });
  });

  it.each(['', '0', '-1', '1.5', 'many'])('does not load with a size of %j', (size) => {
    expect(() => load({ WAYBILL_MAX_EVENT_BYTES: size })).toThrow(`WAYBILL_MAX_EVENT_BYTES is "${size}"`);
  });

  it('says what is too large, and by how much', () => {
    expect(tooLarge('event', 11, { event: 10, batch: 20 }).error).toMatchObject({
      code: 'too-large',
      expected: 'at most 10 bytes',
      got: '11',
    });
  });
});
