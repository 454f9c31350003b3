import { createMemoryBodies } from '../../shared/delivery/embedded/bodies.ts';
import { createMemoryBlobs } from '../../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryPayments } from '../../shared/delivery/embedded/memory-payments.ts';
import { createMemoryState } from '../../shared/delivery/embedded/memory-state.ts';
import type { PaymentEntry } from '../../shared/delivery/embedded/payment-entry.ts';
import type { MailMessage } from '../../shared/routing/context.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { Cloud } from './clouds/cloud.ts';
import { createCounts } from './counts.ts';
import { createFaults } from './faults.ts';
import { createLedger } from './ledger.ts';
import { type Mutant, mutate } from './mutants.ts';
import { createRandom } from './random.ts';
import { createRuns } from './runs.ts';
import { createScheduler } from './scheduler.ts';

export type WorldOptions = {
  readonly mutant?: Mutant | undefined;
  /** Takes the step log. */
  readonly log?: ((line: string) => void) | undefined;
};

export type World = ReturnType<typeof createWorld>;

/** The world of one seed: its time, its chance, what is durable in it, and what the checker knows of it. */
export function createWorld(seed: number, { mutant, log }: WorldOptions = {}) {
  const scheduler = createScheduler();
  const start = scheduler.now();
  const since = () => scheduler.now() - start;
  const counts = createCounts();
  const findings: string[] = [];
  const say = log === undefined ? () => {} : (line: string) => log(`${(since() / 1_000).toFixed(3)} ${line}`);
  const find = (finding: string) => {
    findings.push(finding);
    say(`FINDING ${finding}`);
  };
  const raw = createMemoryState(scheduler.now);
  const bodies = new Map<string, Uint8Array>();
  const payments = new Map<string, PaymentEntry>();
  const store = {
    /** What is really there, without a fault. */
    raw,
    state: mutate(raw, mutant),
    letters: bodies,
    bodies: createMemoryBodies(bodies),
    blobs: createMemoryBlobs(new Map()),
    ledger: payments,
    payments: createMemoryPayments(payments),
    mails: [] as MailMessage[],
    /** Of an effect that recognises a repetition by its key: each key under the event that it was for. */
    effects: new Map<string, Set<string>>(),
  };
  return {
    seed,
    scheduler,
    since,
    counts,
    findings,
    find,
    say,
    store,
    random: createRandom(seed),
    chaos: createRandom(seed ^ 0x5bd1e995),
    faults: createFaults({ seed, random: createRandom(seed ^ 0x2545f491), counts, since }),
    runs: createRuns(find),
    ledger: createLedger({ find, counts }),
    /** What a seed changes on its way. */
    now: {
      /** Whether poison does no harm any more, as after a fix. */
      isMended: false,
      cloud: undefined as Cloud | undefined,
      /** Whether an event is lost at its producer, and never comes. */
      isLost: (_event: CloudEvent): boolean => false,
      /** Whether a route fails for a subject until it is mended. */
      isBroken: (_route: string, _subject: string | undefined): boolean => false,
      processes: 0,
      /** How many events producers were told to send. */
      produced: 0,
      /** When the scheduler calls next, 0 for never. */
      sweepAt: 0,
    },
  };
}
