import { describe, expect, it } from '@jest/globals';
import * as full from 'zod';
import * as z from 'zod/mini';
import { routes } from '../../../shared/routes.ts';
import { analyse, checkRoutes, describeFinding } from '../../../shared/routing/analyse.ts';
import { join } from '../../../shared/routing/join.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import type { Schema } from '../../../shared/schemas/schema.ts';

const handle = async () => {};
const anything = z.unknown();

type Given = { readonly where?: object; readonly filters?: readonly object[]; readonly schema?: Schema };

function routeOf(given: Given, name = 'it') {
  return route({ name, on: ['order.placed', 'order.changed'], schema: anything, handle, ...given });
}

/** The one error of a table with this route, or undefined. */
function errorOf(given: Given) {
  const errors = analyse([routeOf(given)]).filter(({ level }) => level === 'error');
  expect(errors.length).toBeLessThan(2);
  return errors[0];
}

type Case = readonly [given: Given, at: string, message: string | RegExp];

const NEVER: Readonly<Record<string, Case>> = {
  'a version that no event has': [
    { where: { specversion: ['0.3'] } },
    '/where/specversion',
    'it can never match: specversion cannot be "0.3": it is "1.0"',
  ],
  'a type that is not one of its own': [
    { where: { type: ['order.shipped'] } },
    '/where/type',
    'it can never match: type cannot be "order.shipped": it is "order.placed" or "order.changed"',
  ],
  'every type of its own excluded': [
    { where: { type: [{ 'anything-but': { prefix: 'order.' } }] } },
    '/where/type',
    /type cannot be anything but text that begins with "order\."/,
  ],
  'what must always be there, missing': [
    { where: { id: [{ exists: false }] } },
    '/where/id',
    /id cannot be nothing there/,
  ],
  'a number in an attribute of text': [
    { where: { subject: [{ numeric: ['>', 5] }] } },
    '/where/subject',
    /subject cannot be a number > 5: it is a non-empty string, or nothing$/,
  ],
  'null in an attribute, which counts as none': [{ where: { subject: [null] } }, '/where/subject', /cannot be null/],
  'a text that is no time': [
    { where: { time: ['yesterday'] } },
    '/where/time',
    /time cannot be "yesterday": it is an RFC 3339 time such as 2026-01-31T12:00:00Z, or nothing/,
  ],
  'a number that no extension holds': [
    { where: { count: [{ numeric: ['>', 2 ** 31] }] } },
    '/where/count',
    /count cannot be a number > 2147483648/,
  ],
  'a fraction in an extension': [
    { where: { count: [{ numeric: ['>', 0, '<', 1] }] } },
    '/where/count',
    /count cannot be/,
  ],
  'a name that no attribute has': [
    { where: { contentType: ['image/png'] } },
    '/where/contentType',
    /no attribute has that name, which is of a to z and 0 to 9/,
  ],
  'what lies below an attribute': [
    { where: { subject: { name: ['a'] } } },
    '/where/subject/name',
    /subject\.name cannot be "a"/,
  ],
  'EventBridge’s detail': [{ where: { detail: { total: [5] } } }, '/where/detail/total', /detail\.total cannot be 5/],
  'data and bytes at once': [
    { where: { data: { a: [1] }, data_base64: [{ exists: true }] } },
    '/where/data_base64',
    /data or data_base64, and never both/,
  ],
  'another route’s address': [{ where: { waybillroute: ['other'] } }, '/where/waybillroute', /it is "it" or nothing/],
  'each alternative by itself': [
    { where: { $or: [{ specversion: ['0.3'] }, { id: [{ exists: false }] }] } },
    '/where/$or/0/specversion',
    /, and no other alternative of 2 can be fulfilled either$/,
  ],
  'a filter on another type': [{ filters: [{ exact: { type: 'x' } }] }, '/filters/0/exact/type', /type cannot be "x"/],
  'a pattern and a filter that exclude each other': [
    { where: { source: [{ prefix: '/shop' }] }, filters: [{ exact: { source: '/kiosk' } }] },
    '/where/source',
    /source cannot be text that begins with "\/shop" and also "\/kiosk"/,
  ],
  'a pattern and a filter with other beginnings': [
    { where: { source: [{ prefix: '/shop' }] }, filters: [{ prefix: { source: '/kiosk' } }] },
    '/where/source',
    /and also text that begins with "\/kiosk"/,
  ],
  'filters that exclude each other': [
    { filters: [{ suffix: { source: 'a' } }, { suffix: { source: 'b' } }] },
    '/filters/0/suffix/source',
    /source cannot be/,
  ],
  'each choice of a filter': [
    { where: { subject: ['c'] }, filters: [{ any: [{ exact: { subject: 'a' } }, { exact: { subject: 'b' } }] }] },
    '/where/subject',
    /subject cannot be "c" and also/,
  ],
  'an expression on another type': [{ filters: [{ sql: "type = 'x'" }] }, '/filters/0/sql', /type cannot be "x"/],
};

describe('a route can never match that wants', () => {
  it.each(Object.entries(NEVER))('%s', (_sentence, [given, at, message]) => {
    const error = errorOf(given);
    expect(error).toMatchObject({ code: 'never-matches', route: 'it', at });
    if (typeof message === 'string') expect(error?.message).toBe(message);
    else expect(error?.message).toMatch(message);
  });

  it.each([
    [{ detail: ['a'], 'detail-type': ['a'] }, 'An EventBridge event’s detail-type is type here'],
    [{ detail: { a: ['a'] } }, 'An EventBridge event’s detail is data here'],
    [{ orderId: ['a'] }, 'What is in the payload is written under data'],
  ])('what %j wants, and says what was meant', (where, fix) => {
    expect(errorOf({ where })?.fix).toBe(fix);
  });
});

const POSSIBLE: Readonly<Record<string, Given>> = {
  'nothing at all': {},
  'one of its types': { where: { type: ['order.changed', 'x'] } },
  'an extension of any kind': { where: { tenant: ['a', 5, true, { exists: false }] } },
  'nothing at a path, and something below it': { where: { data: { a: [{ exists: false }], 'a.b': [1] } } },
  'a path and what lies below it': { where: { data: { a: [1], 'a.b': [1] } } },
  'one alternative that can hold': { where: { $or: [{ specversion: ['0.3'] }, { specversion: ['1.0'] }] } },
  'beginnings of which one is longer': {
    where: { source: [{ prefix: '/shop' }] },
    filters: [{ prefix: { source: '/' } }],
  },
  'a beginning in any letter case': {
    where: { source: [{ prefix: { 'equals-ignore-case': '/SHOP' } }] },
    filters: [{ prefix: { source: '/shop' } }],
  },
  'a number, by a filter that compares text': { where: { count: [5] }, filters: [{ exact: { count: '5' } }] },
  'a filter that is not': { filters: [{ not: { exact: { type: 'x' } } }] },
  bytes: { where: { data_base64: [{ prefix: 'AAEC' }] } },
  'its own address': { where: { waybillroute: ['it', { exists: false }] } },
};

describe('a route may match that wants', () => {
  it.each(Object.entries(POSSIBLE))('%s', (_sentence, given) => {
    expect(errorOf(given)).toBeUndefined();
  });
});

const Order = z.object({
  id: z.string(),
  total: z.int().check(z.nonnegative()),
  state: z.enum(['open', 'paid']),
  kind: z.literal('order'),
  note: z.optional(z.string()),
  parent: z.nullable(z.string()),
  customer: z.object({ name: z.string() }),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
});
const Either = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('a'), size: z.number() }),
  z.object({ kind: z.literal('b'), size: z.string() }),
]);

const MISFITS: readonly (readonly [what: string, schema: Schema, data: object, message: string | undefined])[] = [
  [
    'text where a number is',
    Order,
    { total: ['5'] },
    'data.total cannot be "5": the schema takes an integer ≥ 0 there',
  ],
  [
    'a number out of bounds',
    Order,
    { total: [{ numeric: ['<', 0] }] },
    'data.total cannot be a number < 0: the schema takes an integer ≥ 0 there',
  ],
  ['a number where text is', Order, { id: [5] }, 'data.id cannot be 5: the schema takes text there'],
  [
    'a value that is not listed',
    Order,
    { state: ['closed'] },
    'data.state cannot be "closed": the schema takes "open" or "paid" there',
  ],
  [
    'a prefix that no listed value has',
    Order,
    { state: [{ prefix: 'x' }] },
    'data.state cannot be text that begins with "x": the schema takes "open" or "paid" there',
  ],
  ['another constant', Order, { kind: ['blob'] }, 'data.kind cannot be "blob": the schema takes "order" there'],
  [
    'what is required, missing',
    Order,
    { customer: { name: [{ exists: false }] } },
    'data.customer.name cannot be nothing there: the schema takes text there',
  ],
  [
    'a value where an object is',
    Order,
    { customer: ['Ada'] },
    'data.customer cannot be "Ada": the schema takes nothing there',
  ],
  [
    'something below a text',
    Order,
    { id: { text: ['a'] } },
    'data.id.text cannot be "a": the schema takes nothing there',
  ],
  [
    'another type in an array',
    Order,
    { lines: { quantity: ['1'] } },
    'data.lines.quantity cannot be "1": the schema takes an integer or nothing there',
  ],
  ['null where none may be', Order, { id: [null] }, 'data.id cannot be null: the schema takes text there'],
  [
    'a member that a strict object has not',
    z.strictObject({ a: z.string() }),
    { b: ['x'] },
    'data.b cannot be "x": the schema takes nothing there',
  ],
  [
    'what no branch of a union has',
    Either,
    { kind: ['a'], size: ['big'] },
    'data.size cannot be "big": the schema takes a number there',
  ],
  [
    'a value of a record',
    z.record(z.string(), z.number()),
    { x: ['a'] },
    'data.x cannot be "a": the schema takes a number or nothing there',
  ],
  ['zod in full', full.object({ a: full.string() }), { a: [5] }, 'data.a cannot be 5: the schema takes text there'],
  [
    'what a transform takes',
    z.object({ a: z.pipe(z.string(), z.transform(Number)) }),
    { a: [5] },
    'data.a cannot be 5: the schema takes text there',
  ],
  ['what is optional, missing', Order, { note: [{ exists: false }] }, undefined],
  ['null where it may be', Order, { parent: [null] }, undefined],
  ['what is in the bounds', Order, { total: [{ numeric: ['>', 5] }], lines: { sku: ['a'], quantity: [1] } }, undefined],
  ['a member that the schema does not name', Order, { more: ['x'] }, undefined],
  ['a branch of a union', Either, { kind: ['b'], size: ['big'] }, undefined],
  ['what is coerced', z.object({ a: z.coerce.number() }), { a: ['5', { exists: false }] }, undefined],
  ['what is caught', z.object({ a: z.catch(z.number(), 0) }), { a: ['5'] }, undefined],
  [
    'what is changed before it is checked',
    z.object({ a: z.number().check(z.overwrite(Math.abs), z.nonnegative()) }),
    { a: [{ numeric: ['<', 0] }] },
    undefined,
  ],
  ['what has a default', z.object({ a: z._default(z.string(), 'x') }), { a: [{ exists: false }] }, undefined],
  ['a payload that may be missing', z.optional(z.object({ a: z.string() })), { a: [{ exists: false }] }, undefined],
  ['anything that is unknown', z.object({ a: z.unknown() }), { a: [{ exists: false }, 5] }, undefined],
];

describe('a pattern that wants, of a schema', () => {
  it.each(MISFITS)('%s', (_what, schema, data, message) => {
    const error = errorOf({ schema, where: { data } });
    expect(error?.message).toBe(message === undefined ? undefined : `no data that fits its schema matches: ${message}`);
    expect(error?.code).toBe(message === undefined ? undefined : 'never-fits-schema');
  });

  it('of any library, what Standard JSON Schema says of it', () => {
    const schema: Schema = { '~standard': { ...anything['~standard'], vendor: 'ours' } };
    Reflect.set(schema['~standard'], 'jsonSchema', {
      input: () => ({ type: 'object', properties: { a: { type: 'boolean' } } }),
    });
    Reflect.set(schema['~standard'], 'validate', () => ({ issues: [{ message: 'no' }] }));
    expect(errorOf({ schema, where: { data: { a: ['x'] } } })?.message).toMatch(
      /the schema takes true or false or nothing there/,
    );
    expect(errorOf({ schema, where: { data: { a: [true] } } })).toBeUndefined();
  });

  it('that does not say what it takes: is a note, where the pattern looks at data', () => {
    const mute: Schema = { '~standard': { version: 1, vendor: 'ours', validate: (value) => ({ value }) } };
    expect(analyse([routeOf({ schema: mute, where: { data: { a: [1] } } })])).toMatchObject([
      { level: 'note', code: 'schema-unknown', at: '/schema' },
    ]);
    expect(analyse([routeOf({ schema: mute, where: { subject: ['a'] } })])).toEqual([]);
  });

  it('that refers to itself: is read as far as it goes', () => {
    expect(errorOf({ schema: full.json(), where: { data: { a: { b: [1] } } } })).toBeUndefined();
    const tree: Schema = full.object({
      name: full.string(),
      get children() {
        return full.array(tree as full.ZodType);
      },
    });
    expect(errorOf({ schema: tree, where: { data: { children: { children: { name: [5] } } } } })?.message).toMatch(
      /data\.children\.children\.name cannot be 5/,
    );
  });
});

describe('twins', () => {
  const where = { source: ['a', 'b'], data: { x: [{ 'anything-but': ['p', 'q'] }], y: [1] } };
  const same = { data: { y: [1], x: [{ 'anything-but': ['q', 'p'] }] }, source: ['b', 'a', 'b'] };

  it('run the same handler under the same conditions, however these are written', () => {
    expect(analyse([routeOf({ where }, 'one'), routeOf({ where: same }, 'two')])).toEqual([
      {
        ...{ level: 'warning', code: 'twin', route: 'two', fix: 'Remove one of them' },
        message:
          'it runs the same handler under the same conditions as one: each "order.placed" or "order.changed" is handled twice',
      },
    ]);
  });

  it('are none with another handler, other conditions or other types', () => {
    const other = route({ name: 'two', on: 'order.placed', schema: anything, handle: async () => {}, where });
    const apart = route({ name: 'two', on: 'x', schema: anything, handle, where });
    const filtered = routeOf({ where, filters: [{ prefix: { source: 'a' } }] }, 'two');
    for (const two of [other, apart, filtered, routeOf({}, 'two')])
      expect(analyse([routeOf({ where }, 'one'), two])).toEqual([]);
  });
});

describe('a table', () => {
  it('has a note for each type that is emitted and wanted by nobody', () => {
    const emitting = route({ name: 'pay', on: 'a', schema: anything, handle, emits: ['paid', 'payd'] });
    const ship = join({
      ...{ name: 'ship', opens: 'opened', all: ['paid'], by: 'subject', within: '1h' },
      ...{ handle, otherwise: handle },
    });
    expect(analyse([emitting, ship])).toEqual([
      {
        ...{ level: 'note', code: 'unwanted', route: 'pay', at: '/emits' },
        message: 'no route or join wants "payd"',
      },
    ]);
  });

  it('of ours has no more than such notes', () => {
    expect(new Set(analyse(routes.routes).map(({ code }) => code))).toEqual(new Set(['unwanted']));
  });

  it('that cannot work throws, with every route and place', () => {
    const bad = [
      routeOf({ where: { specversion: ['0.3'] } }, 'one'),
      routeOf({}, 'fine'),
      routeOf({ where: { data: { total: ['5'] } }, schema: Order }, 'two'),
    ];
    expect(() => checkRoutes(bad)).toThrow(
      'Route one, where at /specversion: it can never match: specversion cannot be "0.3": it is "1.0"\nRoute two, where at /data/total: no data that fits its schema matches: ',
    );
  });

  it('that cannot work does not load', () => {
    expect(() => defineRoutes([routeOf({ where: { specversion: ['0.3'] } })])).toThrow(
      /^Route it, where at \/specversion: /,
    );
    expect(() => defineRoutes([routeOf({}, 'one'), routeOf({}, 'two')])).not.toThrow();
  });

  it('is described on one line a finding', () => {
    expect(describeFinding({ level: 'error', code: 'never-matches', route: 'a', message: 'no', fix: 'Do' })).toBe(
      'Route a: no. Do',
    );
    expect(describeFinding({ level: 'note', code: 'unwanted', route: 'a', at: '/emits', message: 'no' })).toBe(
      'Route a, emits: no',
    );
  });
});
