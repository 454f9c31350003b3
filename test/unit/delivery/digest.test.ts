import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digest } from '../../../shared/delivery/digest.ts';

describe('digest', () => {
  it('is 32 hexadecimal digits and the same every time', () => {
    expect(digest('a', 'b')).toMatch(/^[0-9a-f]{32}$/);
    expect(digest('a', 'b')).toBe(digest('a', 'b'));
  });

  it('is the same for a text and its bytes', () => {
    expect(digest('abc')).toBe(digest(Buffer.from('abc')));
  });

  it('differs for different lists of parts', () => {
    // Parts that look like the lengths that stand between them.
    const part = fc.oneof(fc.constantFrom('', '1', '1:', '1:a', ':', 'a', '0:', 'ü'), fc.string({ unit: 'grapheme' }));
    const parts = fc.array(part, { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(digest(...a) === digest(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1_000 },
    );
  });
});
