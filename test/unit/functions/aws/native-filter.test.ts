import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { NativePattern } from '../../../../functions/aws/native-filter/nest.ts';
import { routes as shop } from '../../../../shared/routes.ts';
import { join } from '../../../../shared/routing/join.ts';
import { type RouteDefinition, route } from '../../../../shared/routing/route.ts';
import { defineRoutes, type Table, type TableOptions } from '../../../../shared/routing/table.ts';
import { ruleTakes } from '../../../reference/native/event-bridge.ts';
import { kafkaMappingTakes, queueMappingTakes } from '../../../reference/native/lambda-criteria.ts';
import { compiled } from './native-filter/hold-against.ts';
import { toEnvelope } from './native-filter/wire.ts';

const handle = async () => {};
const routeOf = (more: Partial<RouteDefinition<unknown, string>>) =>
  route({ name: 'r', on: 'order.placed', schema: z.any(), handle, ...more });
const tableOf = (more: Partial<RouteDefinition<unknown, string>>, options: TableOptions = {}) =>
  defineRoutes([routeOf(more)], options);
const eventOf = (more: object) => ({ specversion: '1.0', id: '1', source: '/s', type: 'order.placed', ...more });

/** What the rule says of an event, as event-ruler reads it. */
function passes(table: Table, event: object): boolean {
  const { always, byRuler } = ruleTakes(compiled(table).triggers.events?.eventPattern, toEnvelope(Object(event)));
  expect(always).toBe(byRuler);
  return byRuler;
}

/** The pattern of the branches that are for some events alone: those with conditions. */
function conditional(table: Table): readonly unknown[] {
  const { $or } = Object(compiled(table).triggers.events?.eventPattern.detail);
  return $or.filter(
    (branch: NativePattern) => 'type' in branch && Object.keys(branch).length > 1 && !('data_base64' in branch),
  );
}

describe('the pattern for the bus', () => {
  it('keeps out what the shop knows and nobody wants, and is exact', () => {
    const { events } = compiled(shop).triggers;
    expect(events?.fit).toBe('exact');
    expect(passes(shop, eventOf({ type: 'order.shipped' }))).toBe(false);
    expect(passes(shop, eventOf({ type: 'order.placed' }))).toBe(true);
    expect(passes(shop, eventOf({ type: 'blob.uploaded', data: { contentType: 'text/plain', name: 'a' } }))).toBe(
      false,
    );
    expect(passes(shop, eventOf({ type: 'blob.uploaded', data: { contentType: 'image/png', name: 'a' } }))).toBe(true);
  });

  it('lets a type that nobody knows become a dead letter, or keeps it out where the table drops it', () => {
    const unknown = eventOf({ type: 'nobody.knows' });
    expect(passes(tableOf({}), unknown)).toBe(true);
    expect(passes(tableOf({}, { unrouted: 'drop' }), unknown)).toBe(false);
  });

  it.each([
    ['the router’s own', { type: 'waybill.sweep' }],
    ['a redriven one', { type: 'order.shipped', waybillroute: 'ship' }],
    ['one without a version', { type: 'order.shipped', specversion: undefined }],
    ['one of another version', { type: 'order.shipped', specversion: '0.3' }],
    ['one without an id', { type: 'order.shipped', id: null }],
    ['one without a source', { type: 'order.shipped', source: undefined }],
    ['one without a type', { type: undefined }],
  ])('lets through %s', (_, more) => {
    const { routes } = shop;
    const event = JSON.parse(JSON.stringify(eventOf(more)));
    for (const unrouted of ['drop', 'dead-letter'] as const)
      expect(passes(defineRoutes(routes, { unrouted }), event)).toBe(true);
  });

  it('lets through everything where nothing is known that nobody wants', () => {
    const { events } = compiled(tableOf({})).triggers;
    expect(events).toMatchObject({ fit: 'exact', eventPattern: { source: [{ prefix: '' }] } });
  });

  it('takes data in base64 on suspicion', () => {
    const table = tableOf({ where: { data: { a: [1] } } });
    const data_base64 = Buffer.from('{"a":1}').toString('base64');
    expect(passes(table, eventOf({ datacontenttype: 'application/json', data_base64 }))).toBe(true);
  });

  it('takes an attribute that is null for one that is missing', () => {
    const table = tableOf({ where: { subject: [{ exists: false }] } });
    expect(passes(table, eventOf({ subject: null }))).toBe(true);
    expect(passes(table, eventOf({ subject: 'x' }))).toBe(false);
  });

  it.each([
    ['a wildcard that is a prefix', { wildcard: 'a*' }, { prefix: 'a' }],
    ['a wildcard that is a suffix', { wildcard: '*a' }, { suffix: 'a' }],
    ['a wildcard that takes every text', { wildcard: '*' }, { prefix: '' }],
    ['a wildcard of escaped stars alone', { wildcard: 'a\\*' }, 'a*'],
    ['a wildcard of one star', { wildcard: 'a*b' }, { wildcard: 'a*b' }],
    ['a number', 300, { numeric: ['=', 300] }],
    ['a range with both ends', { numeric: ['>=', 0, '<', 5] }, { numeric: ['>=', 0, '<', 5] }],
    ['a range', { numeric: ['>', 0, '<=', 5] }, { numeric: ['>', 0, '<=', 5] }],
    [
      'an exclusion of prefixes',
      { 'anything-but': { prefix: ['a', 'b'] } },
      { 'anything-but': { prefix: ['a', 'b'] } },
    ],
    ['any letter case', { prefix: { 'equals-ignore-case': 'É' } }, { prefix: { 'equals-ignore-case': 'É' } }],
  ])('says exactly: %s', (_, condition, expected) => {
    const table = tableOf({ where: { data: { a: [condition] } } });
    expect(compiled(table).routes[0]?.triggers.events).toEqual({ fit: 'exact' });
    expect(conditional(table)).toEqual([{ type: ['order.placed'], data: { a: [expected] } }]);
  });

  it.each([
    ['an address, which EventBridge takes in every spelling', '10.0.0.1', '10.0.0.1'],
    ['a text that is an address', { exactly: '10.0.0.1' }, '10.0.0.1'],
    ['a block of addresses', { cidr: '10.0.0.0/8' }, { cidr: '10.0.0.0/8' }],
    ['a range that is open above what EventBridge compares', { numeric: ['>=', 10_000] }, { exists: true }],
    ['a number beyond', 6_000_000_000, { exists: true }],
    ['a number of more decimals', 0.1234567, { exists: true }],
    ['quotes at an edge', { prefix: '"a' }, { exists: true }],
    ['case beyond the basic plane', { 'equals-ignore-case': '𐐀' }, { exists: true }],
    ['half a character', 'a\ud800', { exists: true }],
    ['a wildcard of many stars', { wildcard: 'a*b*c*d' }, { prefix: 'a' }],
    ['an excluded number beyond', { 'anything-but': [1, 1e300] }, { 'anything-but': [1] }],
  ])('says in a wider way: %s', (_, condition, expected) => {
    const table = tableOf({ where: { data: { a: [condition] } } });
    expect(compiled(table).routes[0]?.triggers.events).toMatchObject({
      fit: 'wider',
      why: expect.stringContaining('data.a'),
    });
    expect(conditional(table)).toEqual([{ type: ['order.placed'], data: { a: [expected] } }]);
  });

  it('leaves out a field with an operator’s name, and what is to be missing beside it', () => {
    const table = tableOf({ where: { data: { rows: { prefix: ['x'], remark: [{ exists: false }] } } } });
    const event = eventOf({ data: { rows: [{ prefix: 'x' }, { remark: 'n' }] } });
    expect(table.match(Object(event))).toHaveLength(1);
    expect(passes(table, event)).toBe(true);
    expect(compiled(table).triggers.events?.why).toContain('data.rows.prefix (its name');
  });

  it('divides lists that overlap, of which event-ruler would lose what the later one has more', () => {
    const table = tableOf({ where: { $or: [{ data: { a: ['x'] } }, { data: { a: ['x', 'y'], b: [true] } }] } });
    expect(conditional(table)).toEqual([
      { type: ['order.placed'], data: { a: ['x'] } },
      { type: ['order.placed'], data: { a: ['x'], b: [true] } },
      { type: ['order.placed'], data: { a: ['y'], b: [true] } },
    ]);
  });

  it('keeps wildcards that begin with a star away from texts in any case, beside which event-ruler loses events', () => {
    const table = tableOf({
      where: { source: [{ wildcard: '*a*' }, { 'equals-ignore-case': 'b' }], subject: [{ wildcard: '*a*' }] },
    });
    expect(conditional(table)).toEqual([
      { type: ['order.placed'], source: [{ exists: true }], subject: [{ wildcard: '*a*' }] },
    ]);
    expect(compiled(table).triggers.events?.why).toContain('source (a wildcard that begins with a star');
  });

  it('asks for the values that the pattern and the filters both take', () => {
    const table = tableOf({ where: { source: ['/a', '/b'] }, filters: [{ prefix: { source: '/a' } }] });
    expect(conditional(table)).toEqual([{ type: ['order.placed'], source: ['/a'] }]);
    expect(compiled(table).triggers.events?.fit).toBe('exact');
  });

  it('says what is left to the router of a filter in CESQL', () => {
    const { events } = compiled(tableOf({ filters: [{ sql: 'LENGTH(subject) > 3' }] })).triggers;
    expect(events).toMatchObject({ fit: 'none', why: 'The router still checks what the filters of r ask.' });
  });

  it('leaves the longest conditions to the router where the pattern would be too long, and says how long', () => {
    const texts = (length: number) => Array.from({ length }, (_, index) => `text number ${index}`);
    const table = defineRoutes([
      routeOf({ name: 'long', on: 'a', where: { data: { a: texts(200) } } }),
      routeOf({ name: 'short', on: 'b', where: { data: { a: texts(2) } } }),
    ]);
    const { triggers, routes } = compiled(table);
    expect(JSON.stringify(triggers.events?.eventPattern).length).toBeLessThan(2_048);
    expect(routes.map((one) => one.triggers.events?.fit)).toEqual(['wider', 'exact']);
    expect(triggers.events?.why).toMatch(
      /all conditions on a \(a pattern of \d{4} characters is over EventBridge’s 2048\)/,
    );
  });

  it('lets some types through that nobody wants where there is no room for all', () => {
    const emits = Array.from({ length: 100 }, (_, index) => `a.rather.long.type.${index}`);
    const { events } = compiled(tableOf({ emits })).triggers;
    const text = JSON.stringify(events?.eventPattern);
    expect(text.length).toBeLessThanOrEqual(2_048);
    expect(text).toContain('"a.rather.long.type.10"');
    expect(events).toMatchObject({ fit: 'wider', why: expect.stringContaining('2048') });
  });

  it('is none where the wanted types have no room, and lets through everything', () => {
    const on = Array.from({ length: 100 }, (_, index) => `a.rather.long.type.${index}`);
    const { events } = compiled(tableOf({ on }, { unrouted: 'drop' })).triggers;
    expect(events).toMatchObject({ fit: 'none', eventPattern: { source: [{ prefix: '' }] } });
  });

  it('is not for a table without routes', () => {
    expect(compiled(defineRoutes([])).triggers).toEqual({ uploads: null, events: null, kafka: null });
  });
});

describe('the filters for a topic', () => {
  const takes = (table: Table, value: unknown) =>
    kafkaMappingTakes(compiled(table).triggers.kafka?.filterPatterns ?? [], Buffer.from(JSON.stringify(value))).always;

  it('are none where what cannot be read must become a dead letter', () => {
    expect(compiled(shop).triggers.kafka).toMatchObject({ fit: 'none', filterPatterns: [] });
  });

  it('take what is wanted, and what has its attributes in headers', () => {
    const table = defineRoutes(shop.routes, { unrouted: 'drop' });
    expect(takes(table, eventOf({}))).toBe(true);
    expect(takes(table, { any: 'payload' })).toBe(true);
    expect(takes(table, eventOf({ type: 'nobody.knows' }))).toBe(false);
    expect(takes(table, eventOf({ type: 'order.shipped' }))).toBe(false);
  });

  it('do not ask for what is missing, which in a batch is sought in all its events', () => {
    const table = tableOf({ where: { data: { a: [1], b: [{ exists: false }] } } }, { unrouted: 'drop' });
    expect(takes(table, [eventOf({ data: { a: 1 } }), eventOf({ type: 'order.shipped', data: { b: 1 } })])).toBe(true);
    expect(compiled(table).triggers.kafka?.why).toContain('data.b (what is missing is sought elsewhere too)');
  });

  it('are not needed by a table that takes uploads alone', () => {
    expect(compiled(tableOf({ on: 'blob.uploaded' })).triggers.kafka).toBeNull();
  });
});

describe('the filters for the queue of uploads', () => {
  const key = 'thumbnails/a.png';
  const record = (s3: object, more: object = {}) => ({
    ...{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', ...more },
    s3: { bucket: { name: 'uploads' }, object: { key, size: 1, ...s3 } },
  });
  const takes = (table: Table, body: unknown) =>
    queueMappingTakes(compiled(table).triggers.uploads?.filterPatterns ?? [], JSON.stringify(body)).always;
  const uploads = (where: object) => tableOf({ on: 'blob.uploaded', where });

  it('leave it to the router which uploads are pictures, since their extension may be in any case, and which are thumbnails', () => {
    expect(takes(shop, { Records: [record({ key: 'a.pNg' })] })).toBe(true);
    expect(takes(shop, { Records: [record({ key: 'a.txt' })] })).toBe(true);
    expect(compiled(shop).triggers.uploads).toMatchObject({
      fit: 'none',
      why: 'The router still checks data.contentType (Lambda has no suffix that ignores case); data.name (Lambda has no anything-but over prefix).',
    });
  });

  it('are none where no extension promises the media type that is asked for', () => {
    expect(compiled(uploads({ data: { contentType: ['video/mp4'] } })).triggers.uploads).toBeNull();
    expect(compiled(uploads({ data: { contentType: ['image/png', 'video/mp4'] } })).triggers.uploads).not.toBeNull();
  });

  it.each([
    ['a notification in SNS', { Type: 'Notification', Message: '{}' }],
    ['records of SNS', { Records: [{ EventSource: 'aws:sns', Sns: {} }] }],
    ['an event of EventBridge', { 'detail-type': 'Object Created', source: 'aws.s3', detail: {} }],
    ['a CloudEvent', eventOf({})],
    ['another event of S3', { Records: [record({}, { eventName: 'ObjectRemoved:Delete' })] }],
    ['a creation that is not known yet', { Records: [record({}, { eventName: 'ObjectCreated:Other' })] }],
    ['a record that is broken', { Records: [record({ size: undefined })] }],
  ])('let through %s', (_, body) => {
    expect(takes(uploads({ data: { name: ['other'] } }), body)).toBe(true);
  });

  it('know both ways in which S3 writes a slash', () => {
    const table = uploads({ data: { name: [{ prefix: 'thumbnails/' }] } });
    expect(takes(table, { Records: [record({ key: 'thumbnails/a' })] })).toBe(true);
    expect(takes(table, { Records: [record({ key: 'thumbnails%2Fa' })] })).toBe(true);
    expect(takes(table, { Records: [record({ key: 'other/a' })] })).toBe(false);
    expect(compiled(table).triggers.uploads?.fit).toBe('exact');
  });

  it.each([
    ['a space', { prefix: 'my files/' }, 'my+files/a'],
    ['a letter that is encoded', { suffix: 'é.png' }, '%C3%A9.png'],
    ['digits that a code may end with', { suffix: 'A9' }, '%C3%A9'],
    ['an address in another spelling', '10.0.0.1', '010.0.0.1'],
  ])('are wider for %s', (_, condition, written) => {
    const table = uploads({ data: { name: [condition] } });
    expect(takes(table, { Records: [record({ key: written })] })).toBe(true);
    expect(compiled(table).triggers.uploads?.fit).not.toBe('exact');
  });

  it('know bucket and source for the same', () => {
    for (const where of [{ source: ['s3://uploads'] }, { data: { bucket: ['uploads'] } }]) {
      const table = uploads(where);
      expect(takes(table, { Records: [record({})] })).toBe(true);
      expect(takes(table, { Records: [{ ...record({}), s3: { ...record({}).s3, bucket: { name: 'other' } } }] })).toBe(
        false,
      );
      expect(compiled(table).triggers.uploads?.fit).toBe('exact');
    }
  });

  it('are not needed where a route takes the uploads of another cloud', () => {
    expect(compiled(uploads({ source: [{ prefix: 'gs://' }] })).triggers.uploads).toBeNull();
  });

  it('are none where every upload is taken', () => {
    expect(compiled(tableOf({ on: 'blob.uploaded' })).triggers.uploads).toMatchObject({
      fit: 'exact',
      filterPatterns: [],
    });
  });
});

describe('the compiled table', () => {
  it('says which sources serve a route and how well', () => {
    const table = defineRoutes([
      routeOf({ name: 'resize', on: 'blob.uploaded', timeout: '30s', order: 'subject' }),
      join({ name: 'both', opens: 'a', all: ['b'], by: 'subject', within: '1h', handle, otherwise: handle }),
    ]);
    const none = { fit: 'none', why: expect.any(String) };
    expect(compiled(table)).toMatchObject({
      ...{ longestTimeoutSeconds: 30, ordered: true, joins: true },
      triggers: { uploads: { routes: ['resize'] }, events: { routes: ['resize', 'both'] }, kafka: none },
      routes: [
        {
          route: 'resize',
          on: ['blob.uploaded'],
          triggers: { uploads: { fit: 'exact' }, events: { fit: 'exact' }, kafka: none },
        },
        { route: 'both', on: ['a', 'b'], triggers: { events: { fit: 'exact' }, kafka: none } },
      ],
    });
  });
});
