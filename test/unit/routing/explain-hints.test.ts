import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { explain } from '../../../shared/routing/explain.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes, type TableOptions } from '../../../shared/routing/table.ts';

const handle = async () => {};
const schema = z.unknown();
const event = { specversion: '1.0', id: 'e1', source: '/shop', type: 'order.placed' };
const SKIPPED = 'the conditions of every route that names the type "order.placed" fail: the event is done, skipped';

function routeTo(name: string, where?: object) {
  const base = { name, on: 'order.placed', schema, handle, emits: ['order.billed'] };
  return route(where === undefined ? base : { ...base, where });
}

function hintsOf(where: object, members: object): readonly string[] {
  return explain(defineRoutes([routeTo('it', where)]), { ...event, ...members }).hints;
}

const ONE: Readonly<Record<string, readonly [where: object, members: object, hint: string | undefined]>> = {
  'letter case': [
    { data: { type: ['Image/PNG'] } },
    { data: { type: 'image/png' } },
    'it: /data/type is right but for letter case or space: {"equals-ignore-case":"Image/PNG"} takes any case',
  ],
  'letter case at the beginning': [
    { data: { type: [{ prefix: 'Image/' }] } },
    { data: { type: 'image/png' } },
    'it: /data/type is right but for letter case or space: {"prefix":{"equals-ignore-case":"Image/"}} takes any case',
  ],
  'space around a value': [
    { data: { sku: ['a-1'] } },
    { data: { sku: 'a-1 ' } },
    'it: /data/sku has space around it: "a-1 " where "a-1" would match',
  ],
  'a number given as text': [
    { data: { size: [{ numeric: ['>', 1] }] } },
    { data: { size: '5' } },
    'it: /data/size is the text "5": the number 5 would match',
  ],
  'text given as a number': [
    { data: { zip: ['8000'] } },
    { data: { zip: 8000 } },
    'it: /data/zip is 8000: the text "8000" would match',
  ],
  'a boolean given as text': [
    { data: { paid: [true] } },
    { data: { paid: 'true' } },
    'it: /data/paid is the text "true": true without quotes would match',
  ],
  'a name in another style': [
    { data: { contentType: ['a'] } },
    { data: { content_type: 'a' } },
    'it: the pattern wants /data/contentType, the event has /data/content_type',
  ],
  'a name that was mistyped': [
    { data: { customer: { adress: ['a'] } } },
    { data: { customer: { address: 'a' } } },
    'it: the pattern wants /data/customer/adress, the event has /data/customer/address',
  ],
  'an attribute that was mistyped': [
    { subjct: ['a'] },
    { subject: 'a' },
    'it: the pattern wants /subjct, the event has /subject',
  ],
  'a payload’s member that is wanted at the top': [
    { total: [5] },
    { data: { total: 5 } },
    'it: the pattern wants /total, the event has /data/total: write it under data',
  ],
  'an attribute that is wanted in the payload': [
    { data: { source: ['/shop'] } },
    { data: { total: 5 } },
    'it: the pattern wants /data/source, the event has /source: write it outside data',
  ],
  'JSON in a text': [
    { data: { total: [5] } },
    { data: '{"total":5}' },
    '/data is text that holds JSON: send the JSON itself, since a pattern does not look into text',
  ],
  'JSON in bytes': [
    { data: { total: [5] } },
    { data_base64: Buffer.from('{"total":5}').toString('base64') },
    'the payload is bytes, in /data_base64, that hold JSON: set datacontenttype to application/json, and it is read',
  ],
  bytes: [
    { data: { total: [5] } },
    { data_base64: 'AAEC' },
    'the payload is bytes, in /data_base64: a pattern does not look into it',
  ],
  'a payload that is not there': [{ data: { total: [5] } }, {}, 'the event has no /data'],
  'nothing where nothing is near': [{ data: { total: [5] } }, { data: { total: 6 } }, undefined],
};

describe('a hint tells of', () => {
  it.each(Object.entries(ONE))('%s', (_sentence, [where, members, hint]) => {
    expect(hintsOf(where, members)).toEqual(hint === undefined ? [SKIPPED] : [hint, SKIPPED]);
  });
});

function hintsOfType(type: string, options: TableOptions = {}, members: object = {}): readonly string[] {
  return explain(defineRoutes([routeTo('bill'), routeTo('ship')], options), { ...event, type, ...members }).hints;
}

describe('for an event that nobody wants, a hint tells of', () => {
  it.each(['order.place', 'Order.Placed', 'order.placed '])('the type that %j was meant to be', (type) => {
    const [meant] = hintsOfType(type);
    expect(meant).toBe(
      `the type is "${type}": did you mean "order.placed"? With that type it would go to bill and ship.`,
    );
  });

  it('what becomes of it', () => {
    const unknown = 'no route names or emits the type "x.y.z": the event';
    expect(hintsOfType('x.y.z')).toEqual([`${unknown} becomes a dead letter, unrouted`]);
    expect(hintsOfType('x.y.z', { unrouted: 'drop' })).toEqual([`${unknown} is dropped`]);
    expect(hintsOfType('order.billed', {}).at(-1)).toBe(
      'no route wants the type "order.billed", which bill and ship may emit: the event is done, skipped',
    );
    expect(hintsOfType('waybill.sweep')).toEqual([
      'waybill.sweep is the router’s own: it wakes what is due, and goes to no route',
    ]);
    expect(hintsOfType('waybill.join.due').at(-1)).toMatch(/is the router’s own: the event is done, skipped/);
  });

  it('the route that it was addressed to', () => {
    expect(hintsOfType('order.placed', {}, { waybillroute: 'shop' })).toEqual([
      'the event is for the route "shop" alone, as its waybillroute says: did you mean "ship"?',
      'no route of that name wants it: it becomes a dead letter, unrouted',
    ]);
  });

  it('what makes it no CloudEvent', () => {
    expect(explain(defineRoutes([]), { ...event, id: '' }).hints).toEqual([
      'not a valid CloudEvent: The attribute "id" is not valid at /id: expected a non-empty string, got ""; it would become a dead letter',
    ]);
  });

  it('the routes that come nearest', () => {
    const table = defineRoutes([
      routeTo('far', { data: { a: [1], b: [1] } }),
      routeTo('near', { data: { a: [1], b: [2] } }),
      routeTo('close', { data: { b: [2], c: [{ exists: true }] } }),
    ]);
    expect(explain(table, { ...event, data: { a: 3, b: 2 } }).hints).toContain(
      'nearest: near and close, where one condition fails',
    );
  });
});
