import { describe, expect, it } from '@jest/globals';
import { type CompiledGcp, compileRoutes } from '../../../../functions/gcp/native-filter.ts';
import { routes } from '../../../../shared/routes.ts';
import { type RouteDefinition, route } from '../../../../shared/routing/route.ts';
import { defineRoutes, type TableOptions } from '../../../../shared/routing/table.ts';
import { passesEventarc } from '../../../reference/native/eventarc.ts';
import { passesPubSub } from '../../../reference/native/pub-sub.ts';
import { schemaOfAnything } from '../../../reference/native/tables.ts';

const handle = async () => {};
const routeOf = (more: Partial<RouteDefinition<unknown, string>>) =>
  route({ name: 'r', on: 'order.placed', schema: schemaOfAnything, handle, ...more });

function compile(more: readonly Partial<RouteDefinition<unknown, string>>[], options?: TableOptions): CompiledGcp {
  const table = defineRoutes(
    more.map((one, index) => routeOf({ name: `r${index}`, ...one })),
    options,
  );
  const compiled = compileRoutes(table);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value;
}

const filterOf = (...args: Parameters<typeof compile>) => compile(...args).triggers.events?.filter ?? '';
const event = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/shop', 'ce-type': 'order.placed' };

describe('the filter of the events topic', () => {
  it('keeps out of the table in shared/routes.ts what is emitted for others alone, as far as it has room', () => {
    const { value } = compileRoutes(routes) as { value: CompiledGcp }; // it never fails
    const filter = value.triggers.events?.filter ?? '';
    expect(Buffer.byteLength(filter)).toBeLessThanOrEqual(256);
    const passing = [
      'order.placed',
      'blob.uploaded',
      'payment.failed',
      'waybill.sweep',
      'waybill.join.due',
      'nobody.knows',
      'payment.refunded',
    ];
    const kept = ['blob.resized', 'order.shipped', 'order.cancelled', 'stock.released'];
    expect([...passing, ...kept].filter((type) => passesPubSub(filter, { ...event, 'ce-type': type }))).toEqual(
      passing,
    );
    expect(passesPubSub(filter, { ...event, 'ce-type': 'order.shipped', 'ce-waybillroute': '' })).toBe(true);
    expect(
      value.routes.map(({ route: name, triggers }) => [name, triggers.uploads?.fit, triggers.events?.fit]),
    ).toEqual([
      ['resize', 'wider', 'none'],
      ...['confirm', 'reserve', 'charge', 'ship'].map((name) => [name, undefined, 'exact']),
    ]);
  });

  it('is empty, and exact, where every event is to be looked at', () => {
    expect(compile([{}]).triggers.events).toEqual({ fit: 'exact', filter: '', routes: ['r0'] });
  });

  it('lets unknown types through, unless they are dropped', () => {
    const where = { source: ['/shop'] };
    const unknown = { ...event, 'ce-type': 'order.place' };
    expect(passesPubSub(filterOf([{ where }]), unknown)).toBe(true);
    expect(passesPubSub(filterOf([{ where }], { unrouted: 'drop' }), unknown)).toBe(false);
  });

  it.each<[string, object, Record<string, string>, boolean]>([
    ['a number is no text on the wire', { count: [1] }, { 'ce-count': '1' }, false],
    ['nor is a boolean', { flag: [true, 'x'] }, { 'ce-flag': 'true' }, false],
    ['an address has many spellings, and all pass', { region: ['10.0.0.1'] }, { 'ce-region': '010.0.0.1' }, true],
    ['case counts', { region: ['x'] }, { 'ce-region': 'X' }, false],
    [
      'but where the pattern disregards it, anything passes that is there',
      { region: [{ 'equals-ignore-case': 'x' }] },
      { 'ce-region': 'y' },
      true,
    ],
    ['what is missing is nothing but', { region: [{ 'anything-but': 'x' }] }, {}, false],
    ['what is missing does not exist', { region: [{ exists: false }] }, {}, true],
    [
      'quotes and backslashes are written so that they can be read',
      { region: ['a"\\'] },
      { 'ce-region': 'a"\\' },
      true,
    ],
    ['an ending cannot be said', { region: [{ suffix: 'x' }] }, { 'ce-region': 'y' }, true],
    ['half a character is not written', { region: [{ prefix: '\ud83d' }] }, { 'ce-region': '😀' }, true],
    ['the media type has two spellings', { datacontenttype: ['text/plain'] }, { 'content-type': 'x/y' }, true],
    ['the payload is not seen', { data: { x: [1] } }, {}, true],
  ])('knows that %s', (_, where, attributes, passes) => {
    const filter = filterOf([{ where }]);
    expect({ filter, passes: passesPubSub(filter, { ...event, ...attributes }) }).toEqual({ filter, passes });
  });

  it('settles what a pattern asks of the type itself', () => {
    const filter = filterOf([{ on: ['order.placed', 'order.paid'], where: { type: [{ suffix: 'placed' }] } }]);
    expect(filter).toBe(
      'attributes:ce-waybillroute OR NOT attributes.ce-specversion="1.0" OR NOT attributes.ce-type="order.paid"',
    );
  });

  it.each(['dead-letter', 'drop'] as const)(
    'judges nothing by its attributes that is no event in binary mode: %s',
    (unrouted) => {
      const filter = filterOf([{ where: { source: ['/shop'] }, emits: ['order.shipped'] }], { unrouted });
      const { 'ce-specversion': _, ...untold } = event;
      const others = [
        { 'content-type': 'application/cloudevents+json', 'ce-type': 'order.placed' },
        { ...untold, 'ce-type': 'order.shipped' },
        { ...untold, 'CE-SpecVersion': '1.0', 'ce-type': 'order.shipped' },
        { ...event, 'ce-specversion': '0.3', 'ce-type': 'order.shipped' },
        { 'Ce-Type': 'order.shipped', 'ce-specversion': '1.0' },
      ];
      expect(others.filter((attributes) => !passesPubSub(filter, attributes))).toEqual([]);
      expect(passesPubSub(filter, { ...event, 'ce-source': '/other' })).toBe(false);
      expect(passesPubSub(filter, { ...event, 'ce-type': 'order.shipped' })).toBe(false);
    },
  );

  it('lets through a message that is none of an event, where a route wants such, whatever it is tagged with', () => {
    const filter = filterOf([{ on: 'google.cloud.pubsub.topic.v1.messagePublished' }], { unrouted: 'drop' });
    expect(passesPubSub(filter, { 'ce-type': 'order.placed' })).toBe(true);
  });

  it('gives up conditions before types where it would be too long, and says so', () => {
    const where = { region: Array.from({ length: 30 }, (_, index) => `region-${index}`) };
    const { fit, filter, why } = compile([{ where, emits: ['order.shipped'] }]).triggers.events ?? { filter: '' };
    expect(filter).toBe(
      'attributes:ce-waybillroute OR NOT attributes.ce-specversion="1.0" OR NOT attributes.ce-type="order.shipped"',
    );
    expect(fit).toBe('wider');
    expect(why).toMatch(
      /^The router still checks the conditions on order\.placed \(the whole filter would have \d{4} bytes of 256\)\.$/,
    );
  });

  it('takes types by what they begin with where unknown ones are dropped and there are too many', () => {
    const on = Array.from({ length: 20 }, (_, index) => `com.example.order.${index}`);
    const { fit, filter, why } = compile([{ on }], { unrouted: 'drop' }).triggers.events ?? { filter: '' };
    expect(filter).toContain('hasPrefix(attributes.ce-type,"com.example.order.")');
    expect([fit, why]).toEqual(['wider', expect.stringContaining('which types begin with com.example.order.')]);
  });

  it('is found in time for a table of thousands of types', () => {
    const on = Array.from({ length: 5_000 }, (_, index) => `com.example.${index}.order`);
    const emits = on.map((type) => `${type}.done`);
    for (const unrouted of ['dead-letter', 'drop'] as const)
      expect(compile([{ on, emits, where: { region: ['x'] } }], { unrouted }).triggers.events?.fit).toBe('wider');
  });
});

describe('the filter of what Cloud Storage notifies', () => {
  const upload = { eventType: 'OBJECT_FINALIZE', objectId: '2024/a.png', bucketId: 'uploads', objectGeneration: '1' };
  const uploadsOf = (...args: Parameters<typeof compile>) => compile(...args).triggers.uploads?.filter ?? '';

  it('is none where no route takes uploads', () => {
    expect(compile([{}]).triggers.uploads).toBeNull();
  });

  it('reads the name and the bucket of the object, by which the event is called too', () => {
    const where = {
      data: { name: [{ prefix: '2024/' }], bucket: ['uploads'] },
      subject: [{ 'anything-but': '2024/b' }],
    };
    const filter = uploadsOf([{ on: 'blob.uploaded', where }]);
    const passes = (more: object) => passesPubSub(filter, { ...upload, ...more });
    expect([
      passes({}),
      passes({ objectId: '2024/b' }),
      passes({ objectId: '2023/a' }),
      passes({ bucketId: 'x' }),
    ]).toEqual([true, ...[false, false, false]]);
  });

  it.each([
    ['dead-letter', true],
    ['drop', false],
  ] as const)('lets other kinds through as it does unknown types: %s', (unrouted, passes) => {
    const filter = uploadsOf([{ on: 'blob.uploaded', where: { data: { name: ['x'] } } }], { unrouted });
    expect(passesPubSub(filter, { ...upload, eventType: 'OBJECT_DELETE' })).toBe(passes);
  });

  it.each(['dead-letter', 'drop'] as const)('lets through what is no notification: %s', (unrouted) => {
    const filter = uploadsOf([{ on: 'blob.uploaded', where: { data: { name: ['x'] } } }], { unrouted });
    const { objectId: _, ...unnamed } = upload;
    expect(passesPubSub(filter, unnamed)).toBe(true);
    expect(passesPubSub(filter, { objectId: 'y', 'content-type': 'application/cloudevents+json' })).toBe(true);
  });

  it('knows a subject by the name of the object only where that is the upload’s', () => {
    const on = 'google.cloud.storage.object.v1.deleted';
    const filter = uploadsOf([{ on, where: { subject: ['objects/x'] } }]);
    expect(passesPubSub(filter, { ...upload, eventType: 'OBJECT_DELETE', objectId: 'x' })).toBe(true);
  });

  it('takes the kinds that a route names', () => {
    const filter = uploadsOf([{ on: 'google.cloud.storage.object.v1.deleted' }], { unrouted: 'drop' });
    expect(passesPubSub(filter, { ...upload, eventType: 'OBJECT_DELETE' })).toBe(true);
    expect(passesPubSub(filter, upload)).toBe(false);
  });
});

describe('Eventarc’s criteria', () => {
  const finalized = { type: 'google.cloud.storage.object.v1.finalized', bucket: 'uploads' };

  it('are the type, and the bucket where the route takes one alone', () => {
    const [one, other] = compile([
      { on: 'blob.uploaded', where: { data: { bucket: ['uploads'] } } },
      { on: 'blob.uploaded', where: { data: { bucket: ['uploads', 'more'], name: ['x'] } } },
    ]).eventarc;
    expect(one).toMatchObject({ route: 'r0', fit: 'exact' });
    expect(other).toMatchObject({ route: 'r1', fit: 'wider', why: 'The router still checks data.bucket; data.name.' });
    expect(passesEventarc(one?.filters ?? [], finalized)).toBe(true);
    expect(passesEventarc(one?.filters ?? [], { ...finalized, bucket: 'more' })).toBe(false);
    expect(passesEventarc(other?.filters ?? [], { ...finalized, bucket: 'more' })).toBe(true);
  });

  it('are none for what comes by Pub/Sub', () => {
    const eventarc = compile([{ on: ['order.placed', 'blob.uploaded'] }]).eventarc;
    expect(eventarc.map(({ filters, fit }) => [filters.length, fit])).toEqual([
      [1, 'exact'],
      [0, 'none'],
    ]);
  });

  it('are none of a type of which the route takes nothing', () => {
    expect(compile([{ on: ['blob.uploaded', 'a'], where: { type: ['a'] } }]).eventarc).toHaveLength(1);
  });
});
