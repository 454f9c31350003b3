import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

const schema = z.unknown();
const handle = async () => {};
const onOrder = route({ name: 'order', on: 'order.placed', schema, handle, emits: ['payment.failed'] });
const onBoth = route({ name: 'both', on: ['order.placed', 'blob.uploaded'], schema, handle });
const onShop = route({ name: 'shop', on: 'order.placed', schema, handle, where: { source: ['/shop'] } });

function event(type: string, source = '/shop'): CloudEvent {
  return { specversion: '1.0', id: '1', source, type };
}

describe('a route table', () => {
  const table = defineRoutes([onShop, onOrder, onBoth]);

  it('gives an event to every route that wants it, in the table’s order', () => {
    expect(table.match(event('order.placed'))).toEqual([onShop, onOrder, onBoth]);
    expect(table.match(event('order.placed', '/kiosk'))).toEqual([onOrder, onBoth]);
    expect(table.match(event('blob.uploaded'))).toEqual([onBoth]);
  });

  it.each(['payment.failed', 'order', 'constructor', '__proto__', 'toString', ''])('has no route for %j', (type) => {
    expect(table.match(event(type))).toEqual([]);
  });

  it('gives a route by its name, and guesses what a wrong one means', () => {
    expect(table.get('shop')).toBe(onShop);
    expect(() => table.get('shap')).toThrow('"shap": expected one of shop, order, both. Did you mean "shop"?');
  });

  it('knows the types that a route names or emits, and no other', () => {
    expect(['order.placed', 'payment.failed', 'constructor', 'x'].map(table.knows)).toEqual([true, true, false, false]);
  });

  it('routes a type that has the name of an object’s own', () => {
    const odd = route({ name: 'odd', on: ['constructor', '__proto__'], schema, handle });
    const oddTable = defineRoutes([odd]);
    expect(oddTable.match(event('constructor'))).toEqual([odd]);
    expect(oddTable.match(event('__proto__'))).toEqual([odd]);
  });

  it('files what nobody knows unless told to drop it', () => {
    expect(defineRoutes([]).unrouted).toBe('dead-letter');
    expect(defineRoutes([], { unrouted: 'drop' }).unrouted).toBe('drop');
  });

  it('does not load with two routes of one name', () => {
    expect(() => defineRoutes([onOrder, onBoth, { ...onShop, name: 'order' }])).toThrow('Route order, name: ');
  });
});
