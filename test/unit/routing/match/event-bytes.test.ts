import { describe, expect, it } from '@jest/globals';
import { createEventBytes } from '../../../../shared/routing/match/bytes/event-bytes.ts';
import { matcherOf } from './matcher-of.ts';

const KIB = 1_024;

describe('the copy of an event’s bytes', () => {
  it('has zeros behind it at every size, and is given back when it was large', () => {
    const load = createEventBytes();
    const sizes = [
      0,
      1,
      16 * KIB - 5,
      16 * KIB - 4,
      16 * KIB - 3,
      16 * KIB,
      40 * KIB,
      2,
      1_024 * KIB - 4,
      1_024 * KIB,
      3_000 * KIB,
      7,
    ];
    for (const size of sizes) {
      const event = new Uint8Array(size).fill(0x61);
      const { bytes, view } = load(event);
      expect(bytes.subarray(0, size).equals(event)).toBe(true);
      expect(view.getInt32(size)).toBe(0);
      expect(view.byteLength).toBe(bytes.length);
    }
    expect(load(new Uint8Array(7)).bytes.length).toBe(16 * KIB);
  });

  it('is matched like its value, small after large and large after small', () => {
    const matcher = matcherOf({ type: ['t'] }, { data: { id: ['last'] } });
    for (const size of [10, 16_340, 16_350, 16_360, 16_370, 16_384, 50_000, 1, 2_000_000, 1, 1_048_500, 30]) {
      const event = { pad: 'x'.repeat(size), type: size % 3 === 0 ? 't' : 'u', data: { id: 'last' } };
      expect(matcher.matchBytes(Buffer.from(JSON.stringify(event)))).toEqual(matcher.match(event));
    }
  });

  it('is made of a part of a larger buffer, and of plain bytes', () => {
    const matcher = matcherOf({ type: ['t'] });
    const rest = `,"padding":"${'x'.repeat(2_000)}"`;
    const cases: readonly [string, number[]][] = [
      ['{"type":"t"}', [0]],
      [`{"type":"u"${rest}}`, []],
      [`{"type":"u"${rest},"type":"t"}`, [0]],
      [`{"type":"u"${rest},"t\\u0079pe":"t"}`, [0]],
    ];
    for (const [text, expected] of cases) {
      const around = new TextEncoder().encode(`"type":"t"${text},"type":"t"}`);
      const part = new Uint8Array(around.buffer, 10, text.length);
      expect(Buffer.isBuffer(part)).toBe(false);
      expect(matcher.matchBytes(part)).toEqual(expected);
    }
  });
});
