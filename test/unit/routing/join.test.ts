import { describe, expect, it } from '@jest/globals';
import { type JoinDefinition, join } from '../../../shared/routing/join.ts';

const handle = async () => {};
const otherwise = async () => {};
const GOOD = { name: 'ship', opens: 'a', all: ['b', 'c'], by: 'subject', within: '24h', handle, otherwise };

/** A definition that its type forbids: as from JavaScript. */
function load(change: object) {
  return () => join({ ...GOOD, ...change } as JoinDefinition<string, string>); // the point of the test is that it may not fit
}

describe('a join', () => {
  it('has the defaults that the documentation promises', () => {
    expect(join(GOOD)).toEqual({
      kind: 'join',
      name: 'ship',
      on: ['a', 'b', 'c'],
      opens: 'a',
      all: ['b', 'c'],
      unless: [],
      by: 'subject',
      within: 86_400_000,
      handle,
      otherwise,
      emits: [],
      retry: { attempts: 5, first: 1_000, longest: 60_000 },
      timeout: 20_000,
      maxAge: 86_400_000,
    });
  });

  it('keeps what it is told, durations in milliseconds, and waits for each of its types once', () => {
    const told = {
      unless: ['d', 'e', 'd'],
      emits: ['x'],
      within: '90s',
      timeout: '1s',
      maxAge: '13d',
      retry: { attempts: 1 },
    };
    expect(join({ ...GOOD, ...told })).toMatchObject({
      on: ['a', 'b', 'c', 'd', 'e'],
      unless: ['d', 'e', 'd'],
      emits: ['x'],
      within: 90_000,
      timeout: 1_000,
      maxAge: 1_123_200_000,
      retry: { attempts: 1 },
    });
  });

  it.each(['subject', 'tenant2', '/data/orderId', '/data/a~1b/c~0d/0', '/data/ö'])('may be by %s', (by) => {
    expect(join({ ...GOOD, by }).by).toBe(by);
  });
});

const BAD: Readonly<Record<string, readonly [change: object, field: string, words: string]>> = {
  'no name': [{ name: undefined }, 'name', 'expected lower-case letters'],
  'a name with a bar, which would make its records ambiguous': [{ name: 'a|b' }, 'name', 'expected lower-case letters'],
  'nothing that opens it': [{ opens: undefined }, 'opens', 'expected an event type'],
  'an empty type that opens it': [{ opens: '' }, 'opens', 'expected an event type'],
  'several types that open it': [{ opens: ['a'] }, 'opens', 'expected an event type'],
  'nothing to wait for': [{ all: [] }, 'all', 'expected a list of event types'],
  'one type that is no list': [{ all: 'b' }, 'all', 'expected a list of event types'],
  'an empty type to wait for': [{ all: ['b', ''] }, 'all', 'expected a list of event types'],
  'a type to wait for twice': [{ all: ['b', 'b'] }, 'all', 'expected types that differ'],
  'the type that opens it to wait for': [{ all: ['b', 'a'] }, 'all', 'without the one in opens, got "a"'],
  'an unless that is no list': [{ unless: 'd' }, 'unless', 'expected a list of event types'],
  'an unless with an empty type': [{ unless: [''] }, 'unless', 'expected a list of event types'],
  'a type that both opens and closes it': [{ unless: ['a'] }, 'unless', 'neither open nor complete it, got "a"'],
  'a type that both completes and closes it': [{ unless: ['c'] }, 'unless', 'neither open nor complete it, got "c"'],
  'a type that it emits itself and waits for': [{ emits: ['b'] }, 'emits', 'does not itself wait for, got "b"'],
  'a type that it emits itself and opens with': [{ emits: ['a'] }, 'emits', 'does not itself wait for'],
  'a type that it emits itself and closes with': [{ unless: ['d'], emits: ['d'] }, 'emits', 'does not itself wait for'],
  'no key': [{ by: undefined }, 'by', 'expected an attribute such as "subject"'],
  'a key that is no attribute': [{ by: 'Subject' }, 'by', 'expected an attribute such as "subject"'],
  'a key with a dot': [{ by: 'data.orderId' }, 'by', 'expected an attribute such as "subject"'],
  'a pointer to the whole data': [{ by: '/data' }, 'by', 'or a JSON Pointer such as "/data/orderId"'],
  'a pointer beside the data': [{ by: '/subject' }, 'by', 'or a JSON Pointer'],
  'a pointer with a tilde that escapes nothing': [{ by: '/data/a~2' }, 'by', 'or a JSON Pointer'],
  'no end': [{ within: undefined }, 'within', 'expected a duration'],
  'an end that is a number': [{ within: 60 }, 'within', 'expected a duration, got 60'],
  'an end that is no duration': [{ within: '1 day' }, 'within', 'Not a duration'],
  'no handle': [{ handle: undefined }, 'handle', 'expected a function'],
  'no otherwise': [{ otherwise: undefined }, 'otherwise', 'expected a function'],
  'a timeout of nothing': [{ timeout: '0s' }, 'timeout', 'expected a duration from 1ms to 24d'],
  'a maxAge that outlives its claims': [{ maxAge: '14d' }, 'maxAge', 'expected a duration up to 13d'],
  'no attempt': [{ retry: { attempts: 0 } }, 'retry', 'expected attempts from 1'],
  'a field of a route': [{ on: 'a' }, 'on', 'expected one of name, emits'],
  'a field that is nearly one': [{ unles: [] }, 'unles', 'Did you mean "unless"?'],
};

describe('a join is refused when it loads with', () => {
  it.each(Object.entries(BAD))('%s, naming join and place', (_sentence, [change, field, words]) => {
    const name = 'name' in change ? String(change.name) : 'ship';
    expect(load(change)).toThrow(`Route ${name}, ${field}: `);
    expect(load(change)).toThrow(words);
  });
});
