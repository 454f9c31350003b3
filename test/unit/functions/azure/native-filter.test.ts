import { describe, expect, it } from '@jest/globals';
import { type CompiledAzure, compileRoutes } from '../../../../functions/azure/native-filter.ts';
import { routes } from '../../../../shared/routes.ts';
import { type RouteDefinition, route } from '../../../../shared/routing/route.ts';
import { defineRoutes, type TableOptions } from '../../../../shared/routing/table.ts';
import { passesEventGrid, READINGS } from '../../../reference/native/event-grid.ts';
import { schemaOfAnything } from '../../../reference/native/tables.ts';

const handle = async () => {};
const DROP = { unrouted: 'drop' } as const;

function compile(more: readonly Partial<RouteDefinition<unknown, string>>[], options?: TableOptions): CompiledAzure {
  const routesOf = more.map((one, index) =>
    route({ name: `r${index}`, on: 'order.placed', schema: schemaOfAnything, handle, ...one }),
  );
  const compiled = compileRoutes(defineRoutes(routesOf, options));
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value;
}

type Source = 'events' | 'uploads';

/** The subscriptions that take an event, however the documentation is read. */
function takers(compiled: CompiledAzure, source: Source, event: Readonly<Record<string, unknown>>): readonly string[] {
  const subscriptions = compiled.triggers[source]?.subscriptions ?? [];
  return subscriptions
    .filter((one) => READINGS.every((reading) => passesEventGrid(one, event, reading)))
    .map(({ name }) => name);
}

const filtersOf = (compiled: CompiledAzure, source: Source) =>
  compiled.triggers[source]?.subscriptions[0]?.advancedFilters ?? [];
const event = { specversion: '1.0', id: '1', source: '/shop', type: 'order.placed' };
const NAMES = '/blobServices/default/containers/uploads/blobs/';
const upload = {
  ...event,
  type: 'Microsoft.Storage.BlobCreated',
  subject: `${NAMES}2024/a.png`,
  data: { contentType: 'image/png', contentLength: 5 },
};

describe('the subscriptions of the custom topic', () => {
  it('take everything where unknown types become dead letters, since case is disregarded', () => {
    const { triggers } = compile([{ where: { source: ['/shop'] }, emits: ['order.shipped'] }]);
    expect(triggers.events).toEqual({
      fit: 'none',
      why: 'Event Grid disregards case: to keep out a type would keep out others that differ from it in case alone. The router still checks order.shipped; source.',
      subscriptions: [{ name: 'router', advancedFilters: [] }],
      routes: ['r0'],
    });
  });

  it('are exact so where nothing could be kept out', () => {
    expect(compile([{}]).triggers.events).toMatchObject({ fit: 'exact' });
  });

  it('take nothing but what is wanted where unknown types are dropped, each event by one', () => {
    const compiled = compile([{}], DROP);
    expect(takers(compiled, 'events', event)).toEqual(['router']);
    expect(takers(compiled, 'events', { ...event, type: 'waybill.join.due' })).toEqual(['router-own']);
    expect(takers(compiled, 'events', { ...event, waybillroute: '' })).toEqual(['router-redrives']);
    expect(takers(compiled, 'events', { ...event, type: 'waybill.join.due', waybillroute: 'r0' })).toEqual([
      'router-redrives',
    ]);
    expect(takers(compiled, 'events', { ...event, type: 'nobody.knows' })).toEqual([]);
  });

  it('take uploads in Azure’s own words that somebody sent on', () => {
    const compiled = compile([{ on: 'blob.uploaded', where: { source: [{ prefix: 'azblob:' }] } }], DROP);
    expect(takers(compiled, 'events', upload)).toEqual(['router-uploads']);
  });

  it('take everything where a type of a route could be taken for one of the router’s own', () => {
    const { triggers } = compile([{ on: 'Waybill.x' }], DROP);
    expect(triggers.events?.subscriptions).toEqual([{ name: 'router', advancedFilters: [] }]);
  });

  it.each<[string, object, object, boolean]>([
    ['a text in another case passes', { region: ['x'] }, { region: 'X' }, true],
    ['another text does not', { region: ['x'] }, { region: 'y' }, false],
    [
      'letters beyond ASCII have no other case that is known',
      { region: [{ 'equals-ignore-case': 'ß' }] },
      { region: 'SS' },
      true,
    ],
    ['what is excluded may be wanted in another case', { region: [{ 'anything-but': 'x' }] }, { region: 'X' }, true],
    ['what is missing is nothing but', { region: [{ 'anything-but': 'x' }] }, {}, false],
    ['what is missing does not exist', { region: [{ exists: false }] }, {}, true],
    ['a source is not compared, for which Event Grid has been seen to take the topic', { source: ['/x'] }, {}, true],
    ['there is no OR of a text and what is missing', { region: ['x', { exists: false }] }, {}, true],
    ['so that both pass', { region: ['x', { exists: false }] }, { region: 'x' }, true],
    ['nor of a text and what is excluded', { region: ['x', { 'anything-but': 'y' }] }, { region: 'z' }, true],
    ['nor of a text and a number', { count: ['x', 1] }, { count: 1 }, true],
    ['nor of a beginning and an ending', { region: [{ prefix: 'x' }, { suffix: 'y' }] }, { region: 'zy' }, true],
    ['the end of a range may not belong to it', { count: [{ numeric: ['>=', 1, '<=', 2] }] }, { count: 2 }, true],
    ['at neither end', { count: [{ numeric: ['>=', 1, '<=', 2] }] }, { count: 1 }, true],
    ['a number far outside does not pass', { count: [{ numeric: ['>=', 1, '<=', 2] }] }, { count: 9 }, false],
    ['a list in the payload is not looked into', { data: { x: ['y'] } }, { data: { x: ['y'] } }, true],
    ['nor is a key with a dot', { data: { x: { y: ['z'] } } }, { data: { 'x.y': 'z' } }, true],
    ['nor objects in a list', { data: { x: ['y'] } }, { data: [{ x: 'y' }] }, true],
    [
      'two ways share an attribute',
      { $or: [{ region: ['x'], count: [1] }, { region: ['y'] }] },
      { region: 'y', count: 2 },
      true,
    ],
    ['and nothing else', { $or: [{ region: ['x'], count: [1] }, { region: ['y'] }] }, { region: 'z', count: 1 }, false],
  ])('know that %s', (_, where, attributes, passes) => {
    const compiled = compile([{ where }], DROP);
    const { subscriptions } = compiled.triggers.events ?? {};
    const taken = takers(compiled, 'events', { ...event, ...attributes }).length === 1;
    expect({ subscriptions, taken }).toEqual({ subscriptions, taken: passes });
  });

  it.each([1, '1'])('take what a filter of CloudEvents compares as text, a number and its text: %j', (count) => {
    const compiled = compile([{ filters: [{ exact: { count: '1' } }] }], DROP);
    expect(takers(compiled, 'events', { ...event, count })).toEqual(['router']);
  });

  it('say only that there is a value where the values are too many', () => {
    const region = Array.from({ length: 26 }, (_, index) => `region-${index}`);
    const compiled = compile([{ where: { region } }], DROP);
    expect(filtersOf(compiled, 'events')).toContainEqual({ operatorType: 'IsNotNull', key: 'region' });
    expect(compiled.triggers.events?.why).toContain('26 values of region');
  });

  it('are found in time for a table of thousands of types', () => {
    const on = Array.from({ length: 5_000 }, (_, index) => `com.example.${index}.order`);
    expect(compile([{ on, where: { region: ['x'] } }], DROP).triggers.events?.fit).toBe('wider');
  });

  it('leave out what would be a filter too many', () => {
    const where = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`attribute${index}`, [{ exists: true }]]),
    );
    const compiled = compile([{ where }], DROP);
    expect(filtersOf(compiled, 'events')).toHaveLength(25);
    expect(compiled.triggers.events).toMatchObject({
      fit: 'wider',
      why: 'The router still checks attribute24; attribute25; attribute26; attribute27; attribute28; attribute29; 25 more.',
    });
  });

  it('say of a text that is too long what it begins with, and break no character', () => {
    const compiled = compile([{ where: { region: [`${'x'.repeat(464)}😀${'x'.repeat(100)}`] } }], DROP);
    expect(filtersOf(compiled, 'events')).toContainEqual({
      operatorType: 'StringBeginsWith',
      key: 'region',
      values: ['x'.repeat(464)],
    });
  });
});

describe('the subscriptions of the storage account', () => {
  it('are those of the table in shared/routes.ts', () => {
    const compiled = compileRoutes(routes);
    expect(compiled.ok && compiled.value.triggers.uploads).toEqual({
      fit: 'wider',
      why: 'The router still checks data.contentType; data.name.',
      subscriptions: [
        {
          name: 'router',
          includedEventTypes: ['Microsoft.Storage.BlobCreated'],
          subjectBeginsWith: NAMES,
          advancedFilters: [{ operatorType: 'StringBeginsWith', key: 'data.contentType', values: ['image/'] }],
        },
      ],
      routes: ['resize'],
    });
  });

  it('are none where no route takes uploads', () => {
    expect(compile([{}]).triggers.uploads).toBeNull();
  });

  it.each<[string, readonly unknown[], object]>([
    ['its beginning', [{ prefix: '2024/' }], { subjectBeginsWith: `${NAMES}2024/` }],
    [
      'what its beginnings begin with',
      [{ prefix: '2024/' }, { prefix: '2025/' }],
      { subjectBeginsWith: `${NAMES}202` },
    ],
    ['its ending', [{ suffix: '.png' }], { subjectBeginsWith: NAMES, subjectEndsWith: '.png' }],
    [
      'what its endings end with',
      [{ suffix: '.png' }, { suffix: 'e.jpg' }],
      { subjectBeginsWith: NAMES, subjectEndsWith: 'g' },
    ],
    ['the beginning of a wildcard', [{ wildcard: '2024/*.png' }], { subjectBeginsWith: `${NAMES}2024/` }],
  ])('say of a name %s', (_, name, subject) => {
    const compiled = compile([{ on: 'blob.uploaded', where: { data: { name } } }]);
    expect(compiled.triggers.uploads?.subscriptions[0]).toMatchObject(subject);
    expect(compiled.triggers.uploads?.subscriptions[0]?.subjectEndsWith).toBe(Reflect.get(subject, 'subjectEndsWith'));
  });

  it('are exact where a name without letters is all that is asked', () => {
    expect(
      compile([{ on: 'blob.uploaded', where: { data: { name: [{ prefix: '2024/' }] } } }]).triggers.uploads?.fit,
    ).toBe('exact');
    expect(
      compile([{ on: 'blob.uploaded', where: { data: { name: [{ prefix: 'x/' }] } } }]).triggers.uploads?.fit,
    ).toBe('wider');
  });

  it('ask for no media type where a blob without one would do', () => {
    const { data, ...rest } = upload;
    const compiled = compile([
      { on: 'blob.uploaded', where: { data: { contentType: [{ 'anything-but': 'text/plain' }] } } },
    ]);
    expect(takers(compiled, 'uploads', { ...rest, data: { contentLength: data.contentLength } })).toEqual(['router']);
  });

  it('do not say that there be no media type, since the event always has one', () => {
    const contentType = [{ exists: false }, 'text/plain'];
    const compiled = compile([{ on: 'blob.uploaded', where: { data: { contentType } } }]);
    const { data, ...rest } = upload;
    expect(takers(compiled, 'uploads', { ...rest, data: { contentLength: data.contentLength } })).toEqual([]);
    expect(takers(compiled, 'uploads', { ...rest, data: { ...data, contentType: 'text/plain' } })).toEqual(['router']);
  });

  it('take what else the account tells where a route names it, without the conditions of uploads', () => {
    const compiled = compile([
      { on: ['blob.uploaded', 'Microsoft.Storage.BlobDeleted'], where: { subject: [{ prefix: '2024/' }] } },
    ]);
    expect(takers(compiled, 'uploads', upload)).toEqual(['router']);
    expect(
      takers(compiled, 'uploads', { ...upload, type: 'Microsoft.Storage.BlobDeleted', subject: `${NAMES}x` }),
    ).toEqual(['router-others']);
  });
});
