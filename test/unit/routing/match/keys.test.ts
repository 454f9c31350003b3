import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../../../runs.ts';
import { matcherOf } from './matcher-of.ts';

describe('names in bytes', () => {
  it('may be longer in a pattern than any event', () => {
    const matcher = matcherOf({ a: { b: [2] } }, { ['k'.repeat(20_000)]: { b: [1] } });
    expect(matcher.matchBytes(Buffer.from('{"xyz":1}'))).toEqual([]);
    expect(matcher.matchBytes(Buffer.from(`{"${'k'.repeat(20_000)}.b":1}`))).toEqual([1]);
  });

  it('may end where the event’s bytes do', () => {
    const matcher = matcherOf({ a: { b: [2] } }, { abcdefghijklmnopqrstuvwxyz: { b: [1] } });
    for (let length = 16_370; length < 16_400; length++) {
      const text = `{"pad":"${'x'.repeat(length - 17)}","xyz":1}`;
      expect(matcher.matchBytes(Buffer.from(text))).toEqual([]);
      expect(matcher.matchBytes(Buffer.from(text.replace('"xyz"', '"a.b"').replace(':1}', ':2}')))).toEqual([0]);
    }
  });

  it('mean what they mean in an object, at every length and however spelled', () => {
    // From 30 bytes on, names are told by their text.
    const step = fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((length) => 'k'.repeat(length)),
      fc.string({
        minLength: 0,
        maxLength: 6,
        unit: fc.constantFrom('a', 'b', '"', '\\', 'é', '😀', '\u007f', '\n', '/'),
      }),
    );
    const path = fc.array(step, { minLength: 1, maxLength: 3 });
    const property = fc.property(
      fc.array(path, { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat(5)),
      (paths, random) => {
        const matcher = matcherOf(...paths.map((keys) => nest(keys, '[1]')).map((text): object => JSON.parse(text)));
        for (const keys of [
          ...paths,
          ...paths.map((one) => [...one, 'k']),
          ...paths.map((one) => one.map((key) => `${key}k`)),
        ]) {
          for (const names of [keys, [keys.join('.')], [keys[0] ?? '', keys.slice(1).join('.')]]) {
            const text = nest(names, '1', () => random.next().value === 0);
            expect(matcher.matchBytes(Buffer.from(text))).toEqual(matcher.match(JSON.parse(text)));
          }
        }
      },
    );
    fc.assert(property, { numRuns: runs(300) });
  });

  it('may be 3,000 in one object, and others in the next', () => {
    const matcher = matcherOf({ a: { b: [1] }, é: [1] });
    for (const prefix of ['x.', 'é', 'n\\u0041', 'plain', 'a.']) {
      const members = Array.from({ length: 3_000 }, (_, index) => `"${prefix}${index}":${index}`);
      expect(matcher.matchBytes(Buffer.from(`{${members.join()}}`))).toEqual([]);
      expect(matcher.matchBytes(Buffer.from(`{${members.join()},"a.b":1,"\\u00e9":1}`))).toEqual([0]);
      expect(matcher.matchBytes(Buffer.from(`{"é":1,${members.join()},"a":{"b":1}}`))).toEqual([0]);
    }
  });
});

/** JSON text of a value under names, some of whose characters are written as escapes. */
function nest(names: readonly string[], value: string, isEscaped: () => boolean = () => false): string {
  return names.reduceRight((inner, name) => {
    const units = Array.from({ length: name.length }, (_, index) => name.charAt(index));
    const toEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const half = (unit: string) => /[\ud800-\udfff]/.test(unit);
    const spelled = units.some(half) || !isEscaped() ? JSON.stringify(name) : `"${units.map(toEscape).join('')}"`;
    return `{${spelled}:${inner}}`;
  }, value);
}
