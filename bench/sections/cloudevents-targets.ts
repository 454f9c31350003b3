import { type Cell, type Outcome, rateOf } from '../cells/cell.ts';
import type { Input } from '../engines/report.ts';
import { type Row, toRows } from '../report/columns.ts';
import { ratioTo } from '../report/ratio.ts';
import { type Judged, judge, type Verdict } from '../report/verdict.ts';

const MANY = 100_000;

/** What the matcher is to reach with CloudEvents of 500 bytes. */
export function judgeCloudEvents(cells: readonly Cell[]): readonly Verdict[] {
  const peers = [...new Set(cells.map(({ contender }) => contender))].filter((name) => !OURS.includes(name));
  const many = rowsOf(cells, (rules) => rules === MANY);
  return [
    judge(
      { target: 'bytes in: ≥ 5 × the best peer with every number of rules from 1,000', unit: '×', least: 5 },
      rowsOf(cells, (rules) => rules >= 1_000).flatMap((row) => ratioTo(peers, row)),
    ),
    judge(
      { target: 'bytes in: ≥ 3 × JSON.parse alone with every number of rules', unit: '×', least: 3 },
      rowsOf(cells, () => true).flatMap((row) => ratioTo(['JSON.parse'], row)),
    ),
    judge(
      { target: 'objects in: ≥ 2,000,000 decisions/s with 1,000 rules', unit: 'M/s', least: 2 },
      rowsOf(cells, (rules) => rules === 1_000).map(({ label, cells: row }) => ({
        name: label,
        value: scale(rateOf(row.get('waybill'), 'object'), 1e-6),
      })),
    ),
    judge({ target: 'an event with 100,000 rules: ≤ 2 × its time with 100', unit: '×', most: 2 }, [
      ...growth(cells, 'bytes'),
      ...growth(cells, 'object'),
    ]),
    judge(
      { target: 'building 100,000 rules: ≤ 2 s', unit: 's', most: 2 },
      many.map(({ label, cells: row }) => ({ name: label, value: scale(reportOf(row)?.buildMs, 1e-3) })),
    ),
    judge(
      { target: 'heap: ≤ 1 KB a rule', unit: 'bytes', most: 1_024 },
      many.map(({ label, cells: row }) => ({ name: label, value: reportOf(row)?.bytesPerRule })),
    ),
  ];
}

const OURS = ['waybill', 'JSON.parse'];

function rowsOf(cells: readonly Cell[], wants: (rules: number) => boolean): readonly Row[] {
  const chosen = cells.filter(({ rules }) => wants(rules));
  return toRows(chosen, ({ name, rules }) => `${name}, ${rules.toLocaleString('en')}`);
}

/** The time of an event among 100,000 rules as a multiple of its time among 100 of the same workload. */
function growth(cells: readonly Cell[], input: Input): readonly Judged[] {
  const ours = cells.filter(({ contender }) => contender === 'waybill');
  return ours.flatMap(({ name, rules, outcome }) => {
    const few = ours.find((other) => other.name === name && other.rules === 100);
    if (rules !== MANY || few === undefined) return [];
    const [slow, quick] = [rateOf(outcome, input), rateOf(few.outcome, input)];
    return [{ name: `${name} from ${input}`, value: slow && quick && quick / slow }];
  });
}

function reportOf(row: ReadonlyMap<string, Outcome>) {
  const outcome = row.get('waybill');
  return outcome?.kind === 'measured' ? outcome.report : undefined;
}

function scale(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}
