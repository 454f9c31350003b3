import type { Cell } from '../cells/cell.ts';
import { measureCase, type Session } from '../cells/measure-case.ts';
import { toCase } from '../workloads/cloudevents/cases.ts';
import { WORKLOADS } from '../workloads/cloudevents/workloads.ts';
import { toBuildTable } from './build-table.ts';
import { judgeCloudEvents } from './cloudevents-targets.ts';
import type { Part } from './part.ts';
import { toPeerTable } from './peer-table.ts';

type Choice = { readonly sizes: readonly number[]; readonly wants: (workload: string, rules: number) => boolean };

/** The workloads of hypermatch's benchmark with rising numbers of rules. */
export async function measureCloudEvents(session: Session, { sizes, wants }: Choice): Promise<Part> {
  const cells: Cell[] = [];
  for (const workload of Object.keys(WORKLOADS)) {
    for (const rules of sizes.filter((size) => wants(workload, size))) {
      cells.push(...(await measureCase(session, toCase(workload, rules))));
    }
  }
  const about = 'CloudEvents of 500 bytes';
  const shape = { first: 'workload, rules', label: labelOf };
  return {
    cells,
    figures: [],
    tables: [
      toPeerTable(cells, {
        ...shape,
        title: `${about}: events per second, JSON in; matches in 1,024 events`,
        peers: ['JSON.parse', 'event-ruler', 'quamina'],
        input: 'json',
      }),
      toPeerTable(cells, {
        ...shape,
        title: `${about}: events per second, objects in`,
        peers: ['sift', 'cel-js', 'json-logic-engine', 'json-rules-engine'],
        input: 'object',
      }),
      toBuildTable(cells, labelOf),
    ],
    verdicts: judgeCloudEvents(cells),
  };
}

export function labelOf({ name, rules }: Cell): string {
  return `${name}, ${rules.toLocaleString('en')}`;
}
