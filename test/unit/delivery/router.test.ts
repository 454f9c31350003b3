import { describe, expect, it } from '@jest/globals';
import { tooLarge } from '../../../shared/delivery/limits.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { createShip } from './joiner.ts';
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

  it.each([
    [undefined, {}, Number.POSITIVE_INFINITY],
    ['90s', {}, 90_000],
    [undefined, { WAYBILL_TIME_LIMIT: '2m' }, 120_000],
    ['90s', { WAYBILL_TIME_LIMIT: '60s' }, 60_000],
    ['90s', { WAYBILL_TIME_LIMIT: '2m' }, 90_000],
  ])('has the shorter of the platform’s limit %p and the function’s %j', (timeLimit, env, expected) => {
    const platform = timeLimit === undefined ? {} : { timeLimit };
    expect(createRouter({ name: 'test', table, ports, ...platform }, env).timeLimit).toBe(expected);
  });

  it('does not load when a route does not finish within the platform’s limit', () => {
    expect(() => createRouter({ name: 'test', table, ports, timeLimit: '28s' }, {})).toThrow(
      'into the function’s 28000 ms',
    );
    expect(() => createRouter({ name: 'test', table, ports, timeLimit: '28' }, {})).toThrow(
      'the platform’s limit: Not a',
    );
  });

  it('does not load when a join does not finish within the limit', () => {
    const slow = defineRoutes([createShip([], { timeout: '55s' })]);
    expect(() => createRouter({ name: 'test', table: slow, ports }, { WAYBILL_TIME_LIMIT: '59s' })).toThrow(
      'Route ship',
    );
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
