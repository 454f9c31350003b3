import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../../shared/routing/cesql/evaluate.ts';
import { parseSql } from '../../../../shared/routing/cesql/parse.ts';
import { describeIf } from '../../../skip.ts';
import { type KitCase, readKit } from './kit.ts';

const kit = readKit(process.env.CESQL_TCK);

/** "Any valid event will do." */
const EVENT = { specversion: '1.0', id: 'an-id', source: '/a/source', type: 'a.type' };

/** The kit counts a parse error as an evaluation whose value is false. */
function run({ expression, event = EVENT, eventOverrides = {} }: KitCase): { value: unknown; kinds: string[] } {
  const parsed = parseSql(expression);
  if (!parsed.ok) return { value: false, kinds: ['parse'] };
  const { value, errors } = evaluate(parsed.value, { ...event, ...eventOverrides });
  return { value, kinds: errors.map(({ kind }) => kind) };
}

describeIf(kit.length > 0, 'CESQL_TCK names no folder with the CESQL conformance kit')(
  'the CESQL conformance kit',
  () => {
    for (const [file, cases] of kit) {
      describe(file, () => {
        it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
          const { value, kinds } = run(one);
          expect({ kinds, value }).toEqual({
            kinds: one.error === undefined ? [] : [one.error],
            value: 'result' in one ? one.result : value,
          });
        });
      });
    }

    it('has 275 cases in 18 files', () => {
      expect([kit.length, kit.flatMap(([, cases]) => cases).length]).toEqual([18, 275]);
    });
  },
);
