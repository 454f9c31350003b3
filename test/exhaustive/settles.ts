import { ACKS, createDesk, type Perform } from './desk.ts';
import type { createDurables, Durable } from './durable.ts';
import type { Machine } from './machine.ts';

/** Long behind every lease, and the pauses between rounds. */
const LATER = 86_400_000;
const ROUND = 3_600_000;
const ROUNDS = 8;

/**
 * Whether a lone worker that meets no trouble brings everything to its end from what is durable now, with each event that is not yet
 * acknowledged coming again and again. It stands for "from every state some continuation reaches the end".
 */
export function createSettles(machine: Machine, apply: ReturnType<typeof createDurables>['apply']) {
  const settled = new Map<Durable, boolean>();
  const settle = async (start: Durable): Promise<boolean> => {
    for (let round = 0, durable = start; round < ROUNDS; round++) {
      if (round > 0 && settled.get(durable) === true) return true;
      const after = await once({ machine, apply }, durable, LATER + round * ROUND);
      if (after === durable && machine.isSettled(durable)) return true;
      durable = after;
    }
    return false;
  };
  return {
    /** Whether it was found before, without asking again. */
    knows: (durable: Durable) => settled.get(durable) === true,
    find: async (durable: Durable): Promise<boolean> => {
      const isSettled = settled.get(durable) ?? (await settle(durable));
      settled.set(durable, isSettled);
      return isSettled;
    },
  };
}

type Given = { readonly machine: Machine; readonly apply: ReturnType<typeof createDurables>['apply'] };

/** Brings each event that is to come again, once. */
async function once({ machine, apply }: Given, start: Durable, now: number): Promise<Durable> {
  let durable = start;
  const perform: Perform = async (call) => {
    const { answer, after } = apply(durable, call);
    durable = after;
    return structuredClone(answer);
  };
  for (const input of machine.atLast(durable)) {
    if (durable.rows.has(`${ACKS} ${input}`)) continue;
    const deliveries = await machine.run(
      createDesk(perform, () => now),
      input,
    );
    const isDone = deliveries.every(({ outcome }) => outcome.kind !== 'retry');
    if (isDone) await perform({ kind: 'mark', collection: ACKS, keys: [input] });
  }
  return durable;
}
