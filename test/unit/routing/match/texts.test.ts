import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventBytes } from '../../../../shared/routing/match/bytes/event-bytes.ts';
import { createTexts } from '../../../../shared/routing/match/bytes/texts.ts';
import { runs } from '../../../runs.ts';

const load = createEventBytes();

/** What stands between the quotes of a JSON string: characters, and characters as escapes. */
const PART = fc.constantFrom('a', 'b', 'é', '😀', '\\n', '\\"', '\\\\', '\\u00e9', '\\ud83d', '/', '日');
const LOOSE = fc.array(PART, { maxLength: 70 }).map((parts) => parts.join(''));
/** Texts that differ in one place alone, mostly where it is not looked at to find them. */
const ALIKE = fc.tuple(fc.integer({ min: 0, max: 70 }), fc.nat(69), PART).map(([length, at, part]) => {
  const text = 'x'.repeat(length);
  return text.slice(0, at) + part + text.slice(at + part.length);
});

describe('texts in bytes', () => {
  it('are what they say, in whatever order they come and whatever they replace', () => {
    const texts = fc.array(fc.oneof(ALIKE, LOOSE), { minLength: 1, maxLength: 12 });
    const property = fc.property(texts, fc.array(fc.nat(11), { maxLength: 60 }), (all, order) => {
      const read = createTexts();
      for (const index of order) {
        const text = all[index % all.length] ?? '';
        const bytes = Buffer.from(`{"a":"${text}"}`);
        expect(read(load(bytes), 6, bytes.length - 2)).toBe(JSON.parse(`"${text}"`));
      }
    });
    fc.assert(property, { numRuns: runs(1_000) });
  });

  it('are right beside more of them than are remembered', () => {
    const read = createTexts();
    for (let index = 0; index < 30_000; index++) {
      const text = `text ${index % 9_000}`;
      expect(read(load(Buffer.from(`"${text}"`)), 1, 1 + text.length)).toBe(text);
    }
  });
});
