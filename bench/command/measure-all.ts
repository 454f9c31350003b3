import { createCliffs } from '../cells/cliffs.ts';
import type { Session } from '../cells/measure-case.ts';
import type { Entry } from '../cells/run-cell.ts';
import { measureDeliveries } from '../deliveries.ts';
import { measureLongestWildcard } from '../longest-wildcard.ts';
import { measureCitylots } from '../sections/citylots.ts';
import { measureCloudEvents } from '../sections/cloudevents.ts';
import { toPart } from '../sections/figures.ts';
import { EMPTY_PART, type Part } from '../sections/part.ts';
import type { Only, SectionName } from './only.ts';
import type { createProgress } from './progress.ts';
import { makeScratch } from './scratch.ts';
import { type Scale, SEED } from './settings.ts';

type Choice = {
  readonly contenders: readonly Entry[];
  readonly scale: Scale;
  readonly only: Only;
  readonly progress: ReturnType<typeof createProgress>;
  /** Of Kafka: whether others than the bare client are read beside the worker, and whether memory is looked at over a long run. */
  readonly peers: boolean;
  readonly long: boolean;
};

/** Runs the chosen parts of all sections, one after the other. */
export async function measureAll(choice: Choice): Promise<Part> {
  const parts: Part[] = [];
  for (const [section, measure] of Object.entries(toSections(choice))) {
    choice.progress.start(section);
    parts.push(await measure());
  }
  choice.progress.end();
  return {
    cells: parts.flatMap(({ cells }) => cells),
    figures: parts.flatMap(({ figures }) => figures),
    tables: parts.flatMap(({ tables }) => tables).filter(({ rows }) => rows.length > 0),
    verdicts: parts.flatMap(({ verdicts }) => verdicts),
  };
}

function toSections(choice: Choice): Readonly<Record<SectionName, () => Promise<Part>>> {
  const { scale, only } = choice;
  const session = toSession(choice);
  return {
    citylots: () =>
      measureCitylots(session, { count: scale.lots, seed: SEED, wants: (kind) => only.hasCase('citylots', kind) }),
    cloudevents: () =>
      measureCloudEvents(session, {
        sizes: scale.sizes,
        wants: (workload, rules) => only.hasCase('cloudevents', workload, rules),
      }),
    'wildcard-limit': async () =>
      toPart('The longest wildcard', only.hasSection('wildcard-limit') ? measureLongestWildcard() : []),
    deliveries: async () => toPart('Deliveries', only.hasSection('deliveries') ? await measureDeliveries() : []),
    kafka: async () => {
      if (!only.names('kafka')) return EMPTY_PART;
      // Half of what the command would load, and only whoever names Kafka needs it.
      const { measureKafka } = await import('../kafka/measure-kafka.ts');
      return measureKafka({ ...choice, scale: scale.kafka });
    },
  };
}

function toSession({ contenders, scale, progress }: Choice): Session {
  return {
    contenders,
    settings: scale.settings,
    folder: makeScratch(),
    cliffs: createCliffs(),
    yardsticks: new Map(),
    onStart: progress.start,
    onCell: progress.cell,
  };
}
