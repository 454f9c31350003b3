import { ack } from '../../functions/kafka/ack.ts';
import { decode, type KafkaRecord, type Ref } from '../../functions/kafka/decode.ts';
import { bind, type Call } from '../../shared/delivery/bind.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import type { Table } from '../../shared/routing/table.ts';
import { mutate } from '../simulation/mutants.ts';
import type { Audit } from './audit.ts';
import { watchedState } from './watched-state.ts';

/** What can be broken, to show that the checker would see it. */
export const MUTANTS = ['early', 'order', 'claims', 'outbox'] as const;
export type Mutant = (typeof MUTANTS)[number];

export type Parts = {
  readonly table: Table;
  readonly ports: Ports;
  readonly audit: Audit;
  readonly mutant?: Mutant | undefined;
};

/** The adapter as functions/kafka/index.ts composes it, with its claims watched. */
export function compose({ table, ports, audit, mutant }: Parts) {
  const lies = mutant === 'claims' || mutant === 'outbox' ? mutant : undefined;
  const state = watchedState(mutate(ports.state, lies), audit);
  const router = createRouter({ name: 'kafka', table, ports: { ...ports, state } }, {});
  const run = bind({ decode: mutant === 'order' ? decodeApart : decode, ack }, router);
  return { router, run: mutant === 'early' ? early(run) : run };
}

/** Every record is in a lane of its own. */
const decodeApart: typeof decode = (records, limits) =>
  decode(records, limits).map((item) => ({ ...item, lane: `${item.lane} ${item.ref.offset}` }));

type Run = (records: readonly KafkaRecord[], call?: Call<Ref>) => Promise<readonly Ref[]>;

/** Says that all is finished when it has begun. */
function early(run: Run): Run {
  return async (records, call) => {
    void run(records, call);
    return records.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
  };
}
