import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contender, lacking } from '../contenders/contender.ts';
import { operatorsOf } from '../contenders/operators.ts';
import type { Settings } from '../engines/report.ts';
import type { Case } from '../workloads/case.ts';
import { type Cell, type Outcome, rateOfJson } from './cell.ts';
import type { Cliffs } from './cliffs.ts';
import { type Entry, runCell } from './run-cell.ts';

/** What a run of the bench measures with. */
export type Session = {
  readonly contenders: readonly Entry[];
  readonly settings: (contender: Contender) => Settings;
  /** For the files of rules and events. */
  readonly folder: string;
  readonly cliffs: Cliffs;
  /** What was measured of JSON.parse, which is the same for all cases of a section, by section and contender. */
  readonly yardsticks: Map<string, Outcome>;
  readonly onStart: (what: string) => void;
  readonly onCell: (cell: Cell) => void;
};

/** Asks every contender, one after the other: they would take each other's time. */
export async function measureCase(session: Session, kase: Case): Promise<readonly Cell[]> {
  const files = { rules: join(session.folder, 'rules.jsonl'), events: join(session.folder, 'events.jsonl') };
  await writeFile(files.rules, kase.rules.join('\n'));
  await writeFile(files.events, kase.events.join('\n'));
  const cells: Cell[] = [];
  for (const entry of session.contenders) {
    const [contender] = entry;
    const rules = kase.rules.length;
    session.onStart(`${kase.section} ${kase.name}, ${rules} rules: ${contender.name}`);
    const yardstick = contender.isYardstick ? `${kase.section} ${contender.name}` : '';
    const outcome = session.yardsticks.get(yardstick) ?? (await measureOne(session, kase, { entry, files }));
    if (yardstick !== '') session.yardsticks.set(yardstick, outcome);
    session.cliffs.note(contender, kase.name, rules, outcome);
    const cell = { section: kase.section, name: kase.name, rules, contender: contender.name, outcome };
    session.onCell(cell);
    cells.push(cell);
  }
  return cells;
}

type One = { readonly entry: Entry; readonly files: { readonly rules: string; readonly events: string } };

async function measureOne(session: Session, kase: Case, { entry, files }: One): Promise<Outcome> {
  const [contender] = entry;
  const operators = operatorsOf(kase.rules);
  const lacks = lacking(contender, operators);
  if (lacks.length > 0) return { kind: 'cannot', why: `has no ${lacks.join(', ')}` };
  const reason = session.cliffs.reason(contender, kase.name);
  if (reason !== undefined) return { kind: 'skipped', why: reason };
  const outcomes: Outcome[] = [];
  for (const mode of contender.modes?.(operators) ?? ['']) {
    outcomes.push(await runCell(entry, kase, { ...files, settings: session.settings(contender), mode }));
  }
  return best(outcomes);
}

/** A wrong answer counts whatever else came, then the quickest. */
function best(outcomes: readonly Outcome[]): Outcome {
  const sorted = [...outcomes].sort((one, other) => (rateOfJson(other) ?? 0) - (rateOfJson(one) ?? 0));
  const outcome = outcomes.find(({ kind }) => kind === 'wrong') ?? sorted[0];
  return outcome ?? { kind: 'skipped', why: 'has no way of running' };
}
