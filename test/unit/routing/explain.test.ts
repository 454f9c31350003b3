import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { explain } from '../../../shared/routing/explain.ts';
import { join } from '../../../shared/routing/join.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';

const handle = async () => {};
const schema = z.unknown();
const event = { specversion: '1.0', id: 'e1', source: '/shop', type: 'order.placed', subject: 'order-1' };

/** Of a table with one route, what failed for an event with these members. */
function failedOf(where: object, members: object) {
  const table = defineRoutes([route({ name: 'it', on: 'order.placed', schema, handle, where })]);
  return explain(table, { ...event, ...members }).routes[0]?.failed;
}

describe('explain', () => {
  const table = defineRoutes([
    route({ name: 'big', on: ['order.placed', 'order.changed'], schema, handle, where: { data: { total: [5] } } }),
    route({ name: 'photo', on: 'blob.uploaded', schema, handle }),
    join({
      ...{ name: 'ship', opens: 'order.placed', all: ['paid'], by: 'subject', within: '1h' },
      ...{ handle, otherwise: handle },
    }),
  ]);

  it('tells of each route and join, in the table’s order, whether it wants the event', () => {
    expect(explain(table, { ...event, data: { total: 5 } })).toEqual({
      event: { id: 'e1', source: '/shop', type: 'order.placed', subject: 'order-1' },
      routes: [
        { route: 'big', kind: 'route', matched: true },
        {
          ...{ route: 'photo', kind: 'route', matched: false },
          failed: { at: '/type', wanted: '"blob.uploaded"', got: '"order.placed"' },
        },
        { route: 'ship', kind: 'join', matched: true },
      ],
      hints: [],
    });
  });

  it('names every type that a route takes', () => {
    const [big, , ship] = explain(table, { ...event, type: 'x' }).routes;
    expect(big?.failed).toEqual({ at: '/type', wanted: '"order.placed" or "order.changed"', got: '"x"' });
    expect(ship?.failed).toEqual({ at: '/type', wanted: '"order.placed" or "paid"', got: '"x"' });
  });

  it('says of an addressed event that it is for another', () => {
    const [big, , ship] = explain(table, { ...event, waybillroute: 'big', data: { total: 5 } }).routes;
    expect(big?.matched).toBe(true);
    expect(ship?.failed).toEqual({ at: '/waybillroute', wanted: '"ship" or nothing there', got: '"big"' });
  });

  it('says of a join’s due event that it is for another', () => {
    const due = { ...event, type: 'waybill.join.due', data: { join: 'bill', key: 'x' } };
    expect(explain(table, due).routes[2]?.failed).toEqual({ at: '/data/join', wanted: '"ship"', got: '"bill"' });
    expect(explain(table, { ...due, data: { join: 'ship' } }).routes[2]?.matched).toBe(true);
  });

  it.each([{}, { type: 5 }, { type: 'order.placed', data: null }, [], { type: 'constructor' }])(
    'takes %j, which is no CloudEvent',
    (input) => {
      const { routes } = explain(table, input);
      expect(routes.map(({ route: name }) => name)).toEqual(['big', 'photo', 'ship']);
    },
  );
});

type Case = readonly [where: object, members: object, failed: { at: string; wanted: string; got: string } | undefined];

const FAILURES: Readonly<Record<string, Case>> = {
  'a field that is missing': [
    { data: { name: [{ prefix: 'a' }] } },
    { data: {} },
    { at: '/data/name', wanted: 'text that begins with "a"', got: 'nothing' },
  ],
  'a payload that is missing': [{ data: { name: ['a'] } }, {}, { at: '/data/name', wanted: '"a"', got: 'nothing' }],
  'the first field in the pattern’s order': [
    { data: { b: [1], a: [1] } },
    { data: { a: 2, b: 2 } },
    { at: '/data/b', wanted: '1', got: '2' },
  ],
  'a field that is an object where a value is wanted': [
    { data: { name: ['a'] } },
    { data: { name: { first: 'a' } } },
    { at: '/data/name', wanted: '"a"', got: 'an object' },
  ],
  'a field below what is a value': [
    { data: { name: { first: ['a'] } } },
    { data: { name: 'Ada' } },
    { at: '/data/name/first', wanted: '"a"', got: 'nothing' },
  ],
  'a name with a slash': [
    { data: { 'a/b~c': [1] } },
    { data: { 'a/b~c': 2 } },
    { at: '/data/a~1b~0c', wanted: '1', got: '2' },
  ],
  'dotted keys, as the event spells them': [
    { data: { a: { b: [1] } } },
    { data: { 'a.b': 2 } },
    { at: '/data/a.b', wanted: '1', got: '2' },
  ],
  'values in an array': [
    { data: { tags: ['new'] } },
    { data: { tags: ['old', 'blue', 'big'] } },
    { at: '/data/tags', wanted: 'an element that is "new"', got: '"old", "blue" and "big"' },
  ],
  'a long array': [
    { data: { sizes: [{ numeric: ['>', 100] }] } },
    { data: { sizes: [1, 2, 3, 4, 5, 6, 7] } },
    { at: '/data/sizes', wanted: 'an element that is a number > 100', got: '1, 2, 3, 4 and 3 more' },
  ],
  'an array of one': [
    { data: { tags: ['new'] } },
    { data: { tags: ['old'] } },
    { at: '/data/tags/0', wanted: '"new"', got: '"old"' },
  ],
  'an empty array': [
    { data: { tags: ['new'] } },
    { data: { tags: [] } },
    { at: '/data/tags', wanted: 'an element that is "new"', got: 'an empty array' },
  ],
  'a field in an array of objects': [
    { data: { lines: { sku: ['a'] } } },
    { data: { lines: [{ sku: 'b' }, { sku: 'c' }] } },
    { at: '/data/lines', wanted: 'an element whose sku is "a"', got: '"b" and "c"' },
  ],
  'a field that no object in an array has': [
    { data: { lines: { sku: ['a'] } } },
    { data: { lines: [{ id: 'a' }, { id: 'b' }] } },
    { at: '/data/lines', wanted: 'an element whose sku is "a"', got: 'nothing' },
  ],
  'fields that hold in different elements': [
    { data: { lines: { sku: ['a'], quantity: [{ numeric: ['>', 1] }] } } },
    {
      data: {
        lines: [
          { sku: 'a', quantity: 1 },
          { sku: 'b', quantity: 2 },
        ],
      },
    },
    {
      at: '/data/lines',
      wanted: 'one element that has sku: "a" and quantity: a number > 1',
      got: 'each holds in different elements of /data/lines',
    },
  ],
  'fields that hold in different elements deep down': [
    { data: { a: { b: { x: [1], y: [2] } } } },
    { data: { a: [{ b: [{ x: 1 }, { y: 2 }] }] } },
    {
      at: '/data/a/0/b',
      wanted: 'one element that has x: 1 and y: 2',
      got: 'each holds in different elements of /data/a/0/b',
    },
  ],
  'what must be missing and is there': [
    { data: { error: [{ exists: false }] } },
    { data: { error: 'E1' } },
    { at: '/data/error', wanted: 'nothing there', got: '"E1"' },
  ],
  'the alternative that got furthest': [
    { $or: [{ data: { a: [1], b: [1] } }, { data: { a: [2], b: [2] } }] },
    { data: { a: 2, b: 3 } },
    { at: '/data/b', wanted: '2 (the nearest of 2 alternatives)', got: '3' },
  ],
  'a value that is long': [
    { data: { note: ['a'] } },
    { data: { note: 'x'.repeat(100) } },
    { at: '/data/note', wanted: '"a"', got: `"${'x'.repeat(59)}…"` },
  ],
  'a value with a line break': [
    { data: { note: ['a'] } },
    { data: { note: 'x\n' } },
    { at: '/data/note', wanted: '"a"', got: '"x\\n"' },
  ],
};

describe('explain names', () => {
  it.each(Object.entries(FAILURES))('%s', (_sentence, [where, members, failed]) => {
    expect(failedOf(where, members)).toEqual(failed);
  });
});

const WORDS: readonly (readonly [condition: unknown, words: string])[] = [
  ['a', '"a"'],
  [5, '5'],
  [true, 'true'],
  [null, 'null'],
  [{ exactly: 'a' }, '"a"'],
  [{ prefix: 'a' }, 'text that begins with "a"'],
  [{ suffix: { 'equals-ignore-case': '.PNG' } }, 'text that ends with ".PNG" in any letter case'],
  [{ 'equals-ignore-case': 'a' }, '"a" in any letter case'],
  [{ wildcard: '*.png' }, 'text like "*.png"'],
  [{ numeric: ['>', 0, '<=', 5] }, 'a number > 0 and ≤ 5'],
  [{ numeric: ['<', 10] }, 'a number < 10'],
  [{ numeric: ['>=', 10] }, 'a number ≥ 10'],
  [{ numeric: ['=', 10] }, 'the number 10'],
  [{ cidr: '10.0.0.0/8' }, 'an address in 10.0.0.0/8'],
  ['10.0.0.1', 'an address equal to 10.0.0.1'],
  [{ exists: true }, 'any value'],
  [{ 'anything-but': 'a' }, 'anything but "a"'],
  [{ 'anything-but': ['a', 'b'] }, 'anything but "a" or "b"'],
  [{ 'anything-but': { prefix: 'a' } }, 'anything but text that begins with "a"'],
];

describe('explain says in words', () => {
  it.each(WORDS)('%j: %s', (condition, words) => {
    // A value that none of them takes: what is excluded by name, nothing at all, or another kind.
    const other = JSON.stringify(condition).includes('anything-but') ? { x: 'a' } : {};
    expect(failedOf({ data: { x: [condition] } }, { data: other })?.wanted).toBe(words);
  });

  it('several conditions with "or", and of many the first ones', () => {
    expect(failedOf({ data: { x: ['a', { prefix: 'b' }] } }, {})?.wanted).toBe('"a" or text that begins with "b"');
    const many = Array.from({ length: 20 }, (_, index) => index);
    expect(failedOf({ data: { x: many } }, {})?.wanted).toBe('0, 1, 2, 3 or 16 more');
  });
});
