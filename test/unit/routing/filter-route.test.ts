import { describe, expect, it } from '@jest/globals';
import { z } from 'zod/mini';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';

const common = { on: 'a', schema: z.any(), handle: async () => {} };

function matched(definition: object, attributes: object): boolean {
  const event = parseCloudEvent({ specversion: '1.0', id: '1', source: '/s', type: 'a', ...attributes });
  if (!event.ok) throw new Error(event.error.message);
  return defineRoutes([route({ name: 'one', ...common, ...definition })]).match(event.value).length === 1;
}

describe('the filters of a route', () => {
  it('must pass for the route to want an event', () => {
    const filters = [{ prefix: { subject: 'x' } }, { sql: "source LIKE '/%'" }];
    expect([matched({ filters }, { subject: 'xy' }), matched({ filters }, {})]).toEqual([true, false]);
  });

  it('must pass beside what `where` says', () => {
    const definition = { where: { data: { n: [1] } }, filters: [{ exact: { subject: 'x' } }] };
    expect(matched(definition, { subject: 'x', data: { n: 1 } })).toBe(true);
    expect(matched(definition, { subject: 'x', data: { n: 2 } })).toBe(false);
    expect(matched(definition, { subject: 'y', data: { n: 1 } })).toBe(false);
  });

  it('let every event pass when there are none', () => {
    expect([matched({ filters: [] }, {}), matched({}, {})]).toEqual([true, true]);
  });

  it('stop the load when they cannot work, with route and place', () => {
    const load = (filters: readonly object[]) => () => route({ name: 'one', ...common, filters });
    expect(load([{ exakt: { type: 'a' } }])).toThrow(
      /^Route one, filters: There is no filter dialect "exakt" at \/0\/exakt/,
    );
    expect(load([{ sql: 'type =' }])).toThrow(
      /^Route one, filters: CESQL at offset 6: The expression ends too early at \/0\/sql/,
    );
    expect(load({ exact: { type: 'a' } } as never)).toThrow(
      /^Route one, filters: Not valid: expected an array of filters/,
    );
  });
});
