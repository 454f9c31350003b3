import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventBytes } from '../../../../shared/routing/match/bytes/event-bytes.ts';
import { skipSpace, skipValue } from '../../../../shared/routing/match/bytes/skip.ts';
import { isObject, parseDeepJson } from '../../../../shared/schemas/json.ts';
import { runs } from '../../../runs.ts';
import { matcherOf } from './matcher-of.ts';

const load = createEventBytes();
/** Without a path, everything is stepped over. */
const everything = matcherOf({ never: [{ exists: false }] });

function isValue(bytes: Uint8Array): boolean {
  const { view } = load(bytes);
  const end = skipValue(view, 0);
  return end > 0 && skipSpace(view, end) === bytes.length;
}

/** Without the mark that may stand before an event, and not before a value. */
function isMarked(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function check(bytes: Uint8Array): void {
  const value = parseDeepJson(bytes);
  if (!isMarked(bytes)) expect(isValue(bytes)).toBe(value.ok);
  const isWanted = value.ok && isObject(value.value) && !('never' in value.value);
  expect(everything.matchBytes(bytes)).toEqual(isWanted ? [0] : []);
}

/** Bytes that mean something to JSON or to UTF-8, and others. */
const BYTE = fc.oneof(
  fc.constantFrom(...Buffer.from('{}[]:,"\\ \n\t\r0123456789-+.eEtrufalsn/bé😀\u{10ffff}\ud7ff\ue000')),
  fc.constantFrom(
    0x00,
    0x1f,
    0x7f,
    0x80,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
    0x9f,
    0xa0,
    0x8f,
    0x90,
  ),
  fc.integer({ min: 0, max: 255 }),
);
const BYTES = fc.array(BYTE, { maxLength: 12 });

describe('what steps over JSON', () => {
  it('takes of strings’ bytes what JSON in UTF-8 takes, wherever they stand', () => {
    const property = fc.property(BYTES, fc.nat(5), (inner, shift) => {
      check(
        Buffer.concat([
          Buffer.from(`{"${'k'.repeat(shift)}`),
          Buffer.from(inner),
          Buffer.from('":"'),
          Buffer.from(inner),
          Buffer.from('"}'),
        ]),
      );
    });
    fc.assert(property, { numRuns: runs(3_000) });
  });

  it('takes every sequence of two bytes, and no other, that JSON in UTF-8 takes', () => {
    const different: number[][] = [];
    for (let first = 0; first < 256; first++) {
      for (let second = 0; second < 256; second++) {
        const bytes = Buffer.from([0x22, 0x78, first, second, 0x22]);
        if (isValue(bytes) !== parseDeepJson(bytes).ok) different.push([first, second]);
      }
    }
    expect(different).toEqual([]);
  });

  it('takes of numbers’ and words’ characters what JSON takes', () => {
    const token = fc.string({ maxLength: 8, unit: fc.constantFrom(...'0123456789-+.eE', ...'truefalsn ') });
    const word = fc.constantFrom(
      'true',
      'false',
      'null',
      'tru',
      'nul',
      'True',
      'nulll',
      '-',
      '',
      '0',
      '-0',
      '01',
      '1.',
      '.5',
      '1e5',
      '1E+',
      '-1.5e-10',
    );
    const property = fc.property(fc.oneof(token, word), (text) => {
      check(Buffer.from(text));
      check(Buffer.from(`{"a":${text}}`));
      check(Buffer.from(`{"a":[${text},${text}],"b":{"c":${text}}}`));
    });
    fc.assert(property, { numRuns: runs(1_500) });
  });

  it('takes of damaged JSON what JSON.parse takes', () => {
    const change = fc.tuple(fc.nat(), fc.nat(3), BYTES);
    const property = fc.property(
      fc.json({ maxDepth: 4 }),
      fc.constantFrom(0, 1, 2),
      fc.array(change, { maxLength: 2 }),
      (text, indent, changes) => {
        let bytes: Buffer = Buffer.from(`{"a":${JSON.stringify(JSON.parse(text), null, indent)} }`);
        for (const [at, dropped, added] of changes) {
          const start = at % (bytes.length + 1);
          bytes = Buffer.concat([
            bytes.subarray(0, start),
            Buffer.from(added.slice(0, 3)),
            bytes.subarray(start + dropped),
          ]);
        }
        check(bytes);
      },
    );
    fc.assert(property, { numRuns: runs(3_000) });
  });

  it('takes random bytes for nothing unless JSON.parse does', () => {
    fc.assert(
      fc.property(fc.array(BYTE, { maxLength: 40 }), (bytes) => check(Buffer.from(bytes))),
      { numRuns: runs(3_000) },
    );
  });
});
