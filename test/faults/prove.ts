import type { Broker } from '../../local/broker/start-broker.ts';
import { until } from '../until.ts';
import { isAtRest } from './at-rest.ts';
import type { AuditLine } from './audit.ts';
import { type Allowed, check, type Evidence } from './check.ts';
import { collect } from './evidence.ts';
import { showFindings, summarize } from './report.ts';
import { PATIENCE } from './size.ts';
import { openStage, type Setting, type Stage } from './stage.ts';

/** What came of a fault: what it excuses, and what else is to be looked at. */
export type Played = Allowed & {
  /** What is wrong already. */
  readonly words?: readonly string[];
  readonly also?: (evidence: Evidence) => readonly string[];
  /** Whether the end of a run shows that the workers have recovered; that of any does unless told. */
  readonly isRecovery?: (line: AuditLine) => boolean;
  /** For whoever reads how it went. */
  readonly note?: string;
};

export type Scenario = Setting & {
  /** Starts workers, sends events, and lets a fault come in between. */
  readonly play: (stage: Stage) => Promise<Played>;
};

/** Plays a scenario to its end, prints how it went, and gives everything that is wrong with it, with how to see it again. */
export async function prove(broker: Broker, scenario: Scenario): Promise<readonly string[]> {
  const start = performance.now();
  const stage = await openStage(broker, scenario);
  try {
    const played = await scenario.play(stage);
    await stage.sent();
    await untilAtRest(stage);
    const words = await stage.fleet.stop();
    const evidence = await collect(stage);
    const seconds = (performance.now() - start) / 1_000;
    console.log(summarize(scenario.name, { evidence, played, healedAt: stage.healedAt(), seconds }));
    const findings = [
      ...words,
      ...(played.words ?? []),
      ...(hasWorkAfter(stage, evidence) ? [] : ['the fault came when nothing was left to do, and proves nothing']),
      ...(played.also?.(evidence) ?? []),
      ...showFindings(scenario.name, evidence, check(evidence, played)),
    ];
    // What the workers have left is for whoever looks into a finding that nobody asked for.
    if (findings.length === 0 || 'FAULT_MUTANT' in stage.workerEnv) await stage.remove();
    return findings;
  } finally {
    await stage.close();
  }
}

/** The broker is not asked while runs come to their end. */
async function untilAtRest(stage: Stage): Promise<void> {
  let before = -1;
  const isStill = () => {
    const known = before;
    before = stage.audit.ends();
    return before === known;
  };
  await until(`nothing left to do in ${stage.folder}`, async () => isStill() && (await isAtRest(stage)), PATIENCE);
}

/** Else the fault proves nothing. */
function hasWorkAfter(stage: Stage, { lines }: Evidence): boolean {
  return lines.some(({ at, what }) => what === 'end' && at > stage.healedAt());
}
