import { describe, expect, it } from '@jest/globals';
import { filterFailure } from '../../../shared/routing/explain/filter-failure.ts';
import { parseFilters } from '../../../shared/routing/filter.ts';

const event = { specversion: '1.0', id: 'e1', source: '/shop', type: 'order.placed', count: 5 };

const FAILURES: Readonly<Record<string, readonly [filters: readonly object[], failed: object | undefined]>> = {
  'an attribute that is another': [
    [{ exact: { type: 'order.placed', source: '/kiosk' } }],
    { at: '/source', wanted: '"/kiosk"', got: '"/shop"' },
  ],
  'an attribute that is missing': [
    [{ prefix: { subject: 'order-' } }],
    { at: '/subject', wanted: 'text that begins with "order-"', got: 'nothing' },
  ],
  'the first of several': [
    [{ suffix: { source: 'op' } }, { suffix: { source: 'x' } }, { exact: { id: 'x' } }],
    { at: '/source', wanted: 'text that ends with "x"', got: '"/shop"' },
  ],
  'a choice as a whole': [
    [{ any: [{ exact: { id: 'a' } }, { exact: { source: 'b' } }] }],
    { at: '', wanted: '(id is "a") or (source is "b")', got: 'id "e1" and source "/shop"' },
  ],
  'what must not be': [
    [{ not: { exact: { source: '/shop' } } }],
    { at: '/source', wanted: 'not (source is "/shop")', got: 'source "/shop"' },
  ],
  'an expression that is false': [[{ sql: 'count > 5' }], { at: '/count', wanted: 'count > 5', got: 'count 5' }],
  'nothing where all pass': [[{ exact: { count: '5' } }, { sql: 'count = 5' }], undefined],
};

describe('explain names of filters', () => {
  it.each(Object.entries(FAILURES))('%s', (_sentence, [filters, failed]) => {
    const parsed = parseFilters(filters);
    expect(parsed.ok && filterFailure(parsed.value, event)).toEqual(failed);
  });

  it('an expression’s errors', () => {
    const parsed = parseFilters([{ sql: 'missing > 5' }]);
    expect(parsed.ok && filterFailure(parsed.value, event)?.got).toMatch(/missingAttribute/);
  });
});
