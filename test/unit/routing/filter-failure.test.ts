import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstFailure, holdsFilter, parseFilters } from '../../../shared/routing/filter.ts';
import { runs } from '../../runs.ts';

const EVENT = { type: 'push', source: '/a', size: 5 };

const FAILURES: Readonly<Record<string, readonly [filters: unknown, at: string, wanted: string, got: string]>> = {
  'exact: what is there': [[{ exact: { type: 'push', source: '/b' } }], '/0/exact/source', 'source is "/b"', '"/a"'],
  'prefix: what is missing': [{ prefix: { subject: 'a' } }, '/prefix/subject', 'subject begins with "a"', 'nothing'],
  'suffix: a number as its text': [{ suffix: { size: '6' } }, '/suffix/size', 'size ends with "6"', '"5"'],
  'all: the first that fails': [
    { all: [{ exact: { type: 'push' } }, { exact: { size: '6' } }, { exact: { source: 'x' } }] },
    '/all/1/exact/size',
    'size is "6"',
    '"5"',
  ],
  'any: all that would have done': [
    { any: [{ exact: { type: 'x' } }, { not: { prefix: { source: '/' } } }] },
    '/any',
    '(type is "x") or (not (source begins with "/"))',
    'none of these',
  ],
  'any of one: that one': [{ any: [{ exact: { type: 'x' } }] }, '/any/0/exact/type', 'type is "x"', '"push"'],
  'not: what holds': [
    { not: { all: [{ exact: { type: 'push' } }, { suffix: { source: 'a' } }] } },
    '/not',
    'not ((type is "push") and (source ends with "a"))',
    'just that',
  ],
  'sql: the value': [{ sql: 'size > 5' }, '/sql', 'size > 5', 'false'],
  'sql: a value of another type': [{ sql: 'size' }, '/sql', 'size', '5'],
  'sql: the errors': [
    { sql: "subject = 'x' OR TRUE" },
    '/sql',
    "subject = 'x' OR TRUE",
    'true; missingAttribute: The event has no attribute "subject"',
  ],
};

describe('the first failure of a filter says', () => {
  it.each(Object.entries(FAILURES))('%s', (_sentence, [filters, at, wanted, got]) => {
    const parsed = parseFilters(filters);
    expect(parsed.ok && firstFailure(parsed.value, EVENT)).toEqual({ at, wanted, got });
  });

  it('nothing when the event passes, and something whenever it does not', () => {
    const leaf = fc.constantFrom(
      { exact: { type: 'push' } },
      { exact: { type: 'x' } },
      { sql: 'size = 5' },
      { sql: 'x' },
    );
    const filters = fc.letrec((tie) => ({
      it: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.record({ all: fc.array(tie('it'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('it'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('it') }),
      ),
    })).it;
    fc.assert(
      fc.property(filters, (input) => {
        const parsed = parseFilters(input);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
        expect(firstFailure(parsed.value, EVENT) === undefined).toBe(holdsFilter(parsed.value, EVENT));
      }),
      { numRuns: runs(1_000) },
    );
  });

  it('what was wanted in a few hundred characters at most', () => {
    const many = { any: Array.from({ length: 1_000 }, (_, index) => ({ exact: { type: `x${index}` } })) };
    const parsed = parseFilters(many);
    expect(parsed.ok && firstFailure(parsed.value, EVENT)?.wanted.length).toBe(301);
  });
});
