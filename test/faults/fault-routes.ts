import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Context } from '../../shared/routing/context.ts';
import { route } from '../../shared/routing/route.ts';
import { defineRoutes, type Table } from '../../shared/routing/table.ts';
import type { Audit } from './audit.ts';

/** What a handler does with an event: `obeys` and `ignores` hang at the first try, `always` at each, deaf to the signal. */
const Step = z.object({
  sequence: z.int(),
  hang: z.optional(z.enum(['obeys', 'ignores', 'always'])),
  padding: z.string(),
});
export type Step = z.infer<typeof Step>;

export const STEP = 'fault.step';
export const NOTED = 'fault.noted';
export const ORDERED = 'ledger';
export const ROUTES = [ORDERED, 'plain'] as const;

const DELIVERY = { timeout: '2s', retry: { attempts: 3, first: '100ms' } } as const;

/** One route that keeps an order and emits, to a topic of its own, and one that does neither. Each run leaves its lines in the audit. */
export function faultTable(noted: string, audit: Audit): Table {
  const watch = createWatch(audit);
  return defineRoutes(
    [
      route({
        name: ORDERED,
        on: STEP,
        schema: Step,
        order: 'subject',
        emits: [NOTED],
        ...DELIVERY,
        handle: ({ data }, ctx) =>
          watch(data, ctx, () => {
            if (isNoted(data)) ctx.emit(NOTED, { sequence: data.sequence });
          }),
      }),
      route({ name: 'plain', on: STEP, schema: Step, ...DELIVERY, handle: ({ data }, ctx) => watch(data, ctx) }),
    ],
    { topics: { [noted]: { types: [NOTED] } } },
  );
}

/** Whether the ordered route emits for it: one in four has an outbox, which takes a request of its own to the broker. */
export function isNoted({ sequence }: Step): boolean {
  return sequence % 4 === 0;
}

type Given = Pick<Context, 'signal' | 'attempt' | 'idempotencyKey'>;

function createWatch(audit: Audit) {
  let runs = 0;
  return async (step: Step, ctx: Given, task = () => {}) => {
    const run = ++runs;
    const key = ctx.idempotencyKey;
    audit({ what: 'start', key, run });
    await work(step, ctx);
    task();
    audit({ what: 'end', key, run });
  };
}

/** Long enough that a fault falls into some of them. */
const WORK = 2;

async function work({ hang }: Step, { signal, attempt }: Given): Promise<void> {
  await delay(WORK);
  if (hang === undefined || (hang !== 'always' && attempt > 1)) return;
  await new Promise((_, reject) => {
    if (hang === 'obeys') signal.addEventListener('abort', () => reject(signal.reason));
  });
}
