import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { type RouteDefinition, route } from '../../../shared/routing/route.ts';

const GOOD = { name: 'resize', on: 'blob.uploaded', schema: z.unknown(), handle: async () => {} };

/** A definition that its type forbids: as from JavaScript. */
function load(change: object) {
  return () => route({ ...GOOD, ...change } as RouteDefinition<unknown, string>); // the point of the test is that it may not fit
}

describe('a route', () => {
  it('has the defaults that the documentation promises', () => {
    expect(route(GOOD)).toMatchObject({
      on: ['blob.uploaded'],
      where: undefined,
      emits: [],
      retry: { attempts: 5, first: 1_000, longest: 60_000 },
      timeout: 20_000,
      maxAge: 86_400_000,
      order: undefined,
    });
  });

  it('keeps what it is told, durations in milliseconds', () => {
    const told = {
      on: ['a', 'b'],
      emits: ['c'],
      retry: { attempts: 1, first: '5ms', longest: '1m' },
      timeout: '1s',
      maxAge: '7d',
      order: 'subject',
    } as const;
    expect(route({ ...GOOD, ...told })).toMatchObject({
      on: ['a', 'b'],
      emits: ['c'],
      retry: { attempts: 1, first: 5, longest: 60_000 },
      timeout: 1_000,
      maxAge: 604_800_000,
      order: 'subject',
    });
  });

  it('takes a schema that is a function, as some libraries make them', () => {
    const schema = Object.assign(() => 0, { '~standard': z.unknown()['~standard'] });
    expect(load({ schema })().schema).toBe(schema);
  });
});

const BAD: Readonly<Record<string, readonly [change: object, field: string, words: string]>> = {
  'no name': [{ name: undefined }, 'name', 'expected lower-case letters'],
  'a name with capitals': [{ name: 'Resize' }, 'name', 'expected lower-case letters'],
  'a name of 64 letters': [{ name: 'a'.repeat(64) }, 'name', '63 at most'],
  'a name with a bar, which would make claims ambiguous': [{ name: 'a|b' }, 'name', 'expected lower-case letters'],
  'no type': [{ on: undefined }, 'on', 'expected an event type'],
  'an empty type': [{ on: '' }, 'on', 'expected an event type'],
  'an empty list of types': [{ on: [] }, 'on', 'expected an event type'],
  'a list with an empty type': [{ on: ['a', ''] }, 'on', 'expected an event type'],
  'a pattern that is a text': [{ where: '{}' }, 'where', 'expected a content pattern'],
  'a pattern that is null': [{ where: null }, 'where', 'expected an object, got null'],
  'a pattern that cannot be read': [
    { where: { data: { name: [{ prefx: 'a' }] } } },
    'where',
    'at /data/name/0/prefx: expected prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr, exists, exactly. Did you mean "prefix"?',
  ],
  'no schema': [{ schema: undefined }, 'schema', 'expected a Standard Schema'],
  'a schema that is none': [{ schema: {} }, 'schema', 'expected a Standard Schema'],
  'a handler that is none': [{ handle: 'resize' }, 'handle', 'expected a function'],
  'emits that is no list': [{ emits: 'a' }, 'emits', 'expected a list of event types'],
  'no attempt': [{ retry: { attempts: 0 } }, 'retry', 'expected attempts from 1'],
  'attempts without end': [{ retry: { attempts: Number.POSITIVE_INFINITY } }, 'retry', 'expected attempts from 1'],
  'a retry setting that is none': [{ retry: { attemps: 3 } }, 'retry', 'expected attempts from 1'],
  'a back-off that is no duration': [{ retry: { first: '1 second' } }, 'retry.first', 'Not a duration'],
  'a longest back-off that is no duration': [{ retry: { longest: '1' } }, 'retry.longest', 'Not a duration'],
  'a timeout that is a number': [{ timeout: 20 }, 'timeout', 'expected a duration, got 20'],
  'a timeout of nothing': [{ timeout: '0s' }, 'timeout', 'expected a duration from 1ms to 24d'],
  'a timeout that no timer holds': [{ timeout: '25d' }, 'timeout', 'expected a duration from 1ms to 24d'],
  'a maxAge that is no duration': [{ maxAge: '1y' }, 'maxAge', 'Not a duration'],
  'a maxAge that outlives its claims': [{ maxAge: '14d' }, 'maxAge', 'expected a duration up to 13d, got "14d"'],
  'an order that is none': [{ order: 'id' }, 'order', 'expected "subject", got "id"'],
  'a field that is none': [{ handler: () => {} }, 'handler', 'Did you mean "handle"?'],
};

describe('a route is refused when it loads with', () => {
  it.each(Object.entries(BAD))('%s, naming route and place', (_sentence, [change, field, words]) => {
    const name = 'name' in change ? String(change.name) : 'resize';
    expect(load(change)).toThrow(`Route ${name}, ${field}: `);
    expect(load(change)).toThrow(words);
  });
});
