import type { Cell } from '../cells/cell.ts';
import { measureCase, type Session } from '../cells/measure-case.ts';
import { type Row, toRows } from '../report/columns.ts';
import { ratioTo } from '../report/ratio.ts';
import { judge } from '../report/verdict.ts';
import { toCase } from '../workloads/citylots/cases.ts';
import { KINDS } from '../workloads/citylots/kinds.ts';
import { createLots } from '../workloads/citylots/lots.ts';
import type { Part } from './part.ts';
import { toPeerTable } from './peer-table.ts';
import { wantedByOurs } from './wanted.ts';

type Choice = { readonly count: number; readonly seed: number; readonly wants: (kind: string) => boolean };

/** The kinds of rules of event-ruler's own benchmark, on lots of the same shape and selectivity. */
export async function measureCitylots(session: Session, { count, seed, wants }: Choice): Promise<Part> {
  const events = createLots({ count, seed });
  const cells: Cell[] = [];
  for (const kind of Object.keys(KINDS).filter(wants)) {
    const kase = toCase(kind, events, () => []);
    cells.push(...(await measureCase(session, { ...kase, wanted: wantedByOurs(kase) })));
  }
  const about = `${count.toLocaleString('en')} city lots of ${Math.round(events.join('').length / count)} bytes, seed ${seed}`;
  const shape = { first: 'kind', label: ({ name }: Cell) => name };
  const rows = toRows(cells, shape.label);
  return {
    cells,
    figures: [],
    tables: [
      toPeerTable(cells, {
        ...shape,
        title: `${about}: events per second, JSON in`,
        peers: ['JSON.parse', 'event-ruler', 'quamina'],
        input: 'json',
      }),
      toPeerTable(cells, {
        ...shape,
        title: `${about}: events per second, objects in`,
        peers: ['sift', 'cel-js', 'json-logic-engine', 'json-rules-engine'],
        input: 'object',
      }),
    ],
    verdicts: [
      judge(
        { target: 'city lots, bytes in: ≥ 3 × event-ruler on every kind', unit: '×', least: 3 },
        against(rows, 'event-ruler'),
      ),
      judge(
        { target: 'city lots, bytes in: ≥ 1 × quamina on every kind it has', unit: '×', least: 1 },
        against(rows, 'quamina'),
      ),
    ],
  };
}

function against(rows: readonly Row[], peer: string) {
  return rows.flatMap((row) => ratioTo([peer], row));
}
