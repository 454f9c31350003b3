import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { join } from '../../../shared/routing/join.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

const schema = z.unknown();
const handle = async () => {};
const onOrder = route({ name: 'order', on: 'order.placed', schema, handle, emits: ['payment.failed'] });
const onBoth = route({ name: 'both', on: ['order.placed', 'blob.uploaded'], schema, handle });
const onShop = route({ name: 'shop', on: 'order.placed', schema, handle, where: { source: ['/shop'] } });

const ship = {
  ...{ name: 'ship', opens: 'order.placed', all: ['paid'], unless: ['declined'], by: 'subject', within: '1h' },
  ...{ handle, otherwise: handle },
};

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

  it('is read in time by the number of its routes, whatever their types', () => {
    let reads = 0;
    const counted = (index: number) => {
      const target = { ...route({ name: `r-${index}`, on: `type.${index}`, schema, handle }) };
      const { name, on } = target;
      return Object.defineProperties(target, {
        name: { get: () => [name, reads++][0] },
        on: { get: () => [on, reads++][0] },
      });
    };
    const routes = Array.from({ length: 1_000 }, (_, index) => counted(index));
    expect(defineRoutes(routes).get('r-999')).toBe(routes[999]);
    expect(reads).toBeLessThan(20 * routes.length);
  });

  it.each([
    ['on', route({ name: 'own', on: ['a', 'waybill.sweep'], schema, handle })],
    ['emits', route({ name: 'own', on: 'a', schema, handle, emits: ['waybill.join.due'] })],
    ['unless', join({ ...ship, name: 'own', unless: ['waybill.x'] })],
  ])('does not load with a type of the router’s own in %s', (_field, target) => {
    expect(() => defineRoutes([target])).toThrow(/^Route own: the type "waybill\..+" is the router’s own/);
  });

  it('knows its own types', () => {
    expect(['waybill.sweep', 'waybill.join.due', 'waybill.x'].map(defineRoutes([]).knows)).toEqual([true, true, false]);
  });
});

describe('a join in a table', () => {
  const shipJoin = join(ship);
  const table = defineRoutes([onOrder, shipJoin, join({ ...ship, name: 'bill' })]);

  it('gets each of its types, beside the routes that want them', () => {
    expect(table.match(event('order.placed')).map(({ name }) => name)).toEqual(['order', 'ship', 'bill']);
    expect(table.match(event('paid')).map(({ name }) => name)).toEqual(['ship', 'bill']);
    expect(table.match(event('declined')).map(({ name }) => name)).toEqual(['ship', 'bill']);
    expect(table.get('ship')).toBe(shipJoin);
  });

  it.each([
    [{ join: 'ship', key: 'x' }, ['ship']],
    [{ join: 'order', key: 'x' }, []],
    [{ join: 'gone', key: 'x' }, []],
    ['ship', []],
    [undefined, []],
  ])('is due alone when the event says %j', (data, names) => {
    expect(table.match({ ...event('waybill.join.due'), data }).map(({ name }) => name)).toEqual(names);
  });

  it('shares no name with a route', () => {
    expect(() => defineRoutes([onOrder, join({ ...ship, name: 'order' })])).toThrow('Route order, name: ');
  });
});

describe('an event with waybillroute', () => {
  const table = defineRoutes([onShop, onOrder, onBoth]);

  it.each([
    ['order.placed', 'order', '/kiosk', ['order']],
    ['order.placed', 'shop', '/shop', ['shop']],
    ['order.placed', 'shop', '/kiosk', []],
    ['blob.uploaded', 'order', '/shop', []],
    ['order.placed', 'gone', '/shop', []],
    ['order.placed', '', '/shop', []],
  ])('of the type %s for %j from %s goes to %j', (type, waybillroute, source, names) => {
    const addressed = { ...event(type, source), waybillroute };
    expect(table.match(addressed).map(({ name }) => name)).toEqual(names);
  });
});
