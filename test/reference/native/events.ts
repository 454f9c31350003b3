import fc from 'fast-check';
import type { Table } from '../../../shared/routing/table.ts';
import type { Json } from '../json.ts';
import { TEXTS } from './conditions.ts';
import { typesOf } from './tables.ts';

export type EventJson = { readonly [name: string]: Json };

const text = fc.constantFrom('x', 'xy', '2024/1', ...TEXTS);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: fc.oneof<fc.Arbitrary<Json>[]>(text, fc.constantFrom<Json>(0, 1, 2, 1.5, null, true)) },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('x', 'y', 'x.y'), tie('value'), { maxKeys: 2 }) },
  ),
}));
const payload = fc.dictionary(fc.constantFrom('contentType', 'name', 'size', 'bucket', 'x', 'x.y'), value, {
  maxKeys: 4,
});

/** Valid CloudEvents in JSON over the texts and types of a table: attributes that are missing, numbers and booleans, any data. */
export function eventsOf(table: Table): fc.Arbitrary<EventJson> {
  const usual = fc.record(
    {
      specversion: fc.constant('1.0'),
      id: fc.constantFrom('1', '2'),
      // A URI-reference has none of the characters that others have.
      source: fc.constantFrom('x', 'X', 'xy', '2024/', '10.0.0.1', 'a', 'K', '1'),
      type: typesOf(table),
      subject: text,
      time: fc.constantFrom('2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'),
      region: text,
      count: fc.oneof<fc.Arbitrary<Json>[]>(fc.constantFrom<Json>(0, 1, 2, 2024, -1, true, null), text),
      flag: fc.constantFrom<Json>(true, false, 'true', 'x', 1),
      data: fc.oneof(
        { weight: 4, arbitrary: payload as fc.Arbitrary<Json> },
        fc.array(payload, { maxLength: 2 }) as fc.Arbitrary<Json>,
        value,
      ),
    },
    { requiredKeys: ['specversion', 'id', 'source', 'type'] },
  );
  const addressed = fc.constantFrom<EventJson>(
    {},
    {},
    {},
    {},
    {},
    {},
    {},
    { waybillroute: 'route-0' },
    { waybillroute: '' },
    { waybillroute: null },
  );
  return fc.tuple(usual, addressed).map(([event, more]): EventJson => ({ ...event, ...more }));
}
