import { describe, expect, it } from '@jest/globals';
import { matcherOf } from './matcher-of.ts';

describe('an event that is an object', () => {
  it('leaves nothing behind when one of its members throws', () => {
    const matcher = matcherOf({ a: { x: [1] }, b: [1] }, { a: { x: [1] } });
    const event = {
      a: { x: 1 },
      get b() {
        throw new Error('not now');
      },
    };
    expect(() => matcher.match(event)).toThrow('not now');
    expect(matcher.match({})).toEqual([]);
  });

  it('may have no prototype, and counts its own members only', () => {
    const matcher = matcherOf({ a: [1] });
    expect(matcher.match(Object.assign(Object.create(null), { a: 1 }))).toEqual([0]);
    expect(matcher.match(Object.create({ a: 1 }))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a map', new Map([['x', 1]])],
    ['an empty array', []],
    ['an array of nothing', Array.from({ length: 3 })],
  ])('holds nothing where it has %s', (_what, a) => {
    const matcher = matcherOf({ a: [{ exists: true }] }, { a: [{ exists: false }] }, { a: { x: [{ exists: true }] } });
    expect(matcher.match({ a })).toEqual([1]);
  });

  it('holds what the members of a class instance hold, and those of a sparse array', () => {
    class Person {
      readonly name = 'Anna';
      static readonly age = 3;
    }
    const matcher = matcherOf({ a: { name: ['Anna'] } }, { a: ['x'] });
    expect(matcher.match({ a: new Person() })).toEqual([0]);
    const sparse: unknown[] = [];
    sparse[3] = 'x';
    expect(matcher.match({ a: sparse })).toEqual([1]);
  });

  it('is not changed, and may be frozen', () => {
    const event = Object.freeze({ a: Object.freeze([Object.freeze({ x: 1 })]), b: Object.freeze({ c: null }) });
    const before = JSON.stringify(event);
    const matcher = matcherOf({ a: { x: [1] }, b: { c: [null] } });
    expect(matcher.match(event)).toEqual([0]);
    expect(JSON.stringify(event)).toBe(before);
  });
});
