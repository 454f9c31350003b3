import * as z from 'zod/mini';
import type { Handler } from '../../shared/routing/context.ts';
import { type JoinHandler, join } from '../../shared/routing/join.ts';
import { reject } from '../../shared/routing/outcome.ts';
import { route } from '../../shared/routing/route.ts';
import type { Target } from '../../shared/routing/table.ts';
import { current, never, type Process } from './process.ts';

/** Routes that do what the shop's do not: keep an order, emit in chains, join by a pointer, and be poison. */
export const POISONS = ['throw', 'reject', 'kill', 'hang'] as const;

const Noted = z.object({ subject: z.string(), sequence: z.int() });
const Step = z.object({ left: z.int(), padding: z.string() });
const Poison = z.object({ how: z.enum(POISONS) });

function process(): Process {
  const store = current.getStore();
  if (store === undefined) throw new Error('a handler runs outside every process');
  return store.process;
}

function excuse(why: string): void {
  const run = current.getStore()?.run;
  if (run !== undefined) run.excuse ??= why;
}

/** Does something to the outside, under its key; the outside recognises a repetition by it. */
async function affect(name: string, key: string): Promise<void> {
  const { world, perform } = process();
  await perform({ port: 'effects', name: 'effect' }, async () => {
    world.store.effects.set(name, (world.store.effects.get(name) ?? new Set()).add(key));
  });
}

const takeEffect: Handler<unknown> = async (event, ctx) => {
  await affect(`effect ${event.source} ${event.id}`, ctx.idempotencyKey);
};

const note: Handler<z.infer<typeof Noted>> = async (event, ctx) => {
  const { world } = process();
  const { subject, sequence } = event.data;
  for (let earlier = 1; earlier < sequence; earlier++) {
    if (!world.runs.hasFinished(`note|${event.source}|${subject}-${earlier}`) && world.now.cloud?.isOrdered === true)
      world.find(`note ${sequence} of ${subject} ran before note ${earlier} was done`);
  }
  await affect(`note ${event.source} ${event.id}`, ctx.idempotencyKey);
};

/** What it emits differs with each run, so that a run behind the outbox shows. */
const step: Handler<z.infer<typeof Step>, 'sim.step' | 'sim.end'> = async (event, ctx) => {
  const { world } = process();
  const run = world.runs.starts(ctx.idempotencyKey);
  await affect(`step ${event.source} ${event.id}`, ctx.idempotencyKey);
  const { left, padding } = event.data;
  ctx.emit('sim.end', { left, run });
  if (left > 0) ctx.emit('sim.step', { left: left - 1, run, padding });
};

const poison: Handler<z.infer<typeof Poison>> = async (event) => {
  const { world, die } = process();
  if (world.now.isMended) return;
  switch (event.data.how) {
    case 'throw':
      throw new Error('poison');
    case 'reject':
      return reject('poison', 'it is poison');
    case 'kill':
      return die('of poison');
    case 'hang':
      excuse('of poison that hangs');
      await never();
  }
};

const conclude =
  (type: 'sim.paired' | 'sim.unpaired' | 'sim.late'): JoinHandler<string, 'sim.paired' | 'sim.unpaired' | 'sim.late'> =>
  async (joined, ctx) => {
    const kind = joined.why === 'straggler' ? 'sim.late' : type;
    await affect(`pair ${joined.key} ${kind === 'sim.late' ? joined.parts[0]?.id : ''}`, ctx.idempotencyKey);
    ctx.emit(kind, {
      pair: joined.key,
      why: joined.why,
      parts: joined.parts.map(({ source, id }) => `${source} ${id}`),
    });
  };

export const ownRoutes: readonly Target[] = [
  route({ name: 'effect', on: ['sim.tick', 'sim.note'], schema: z.unknown(), handle: takeEffect }),
  route({ name: 'note', on: 'sim.note', schema: Noted, handle: note, order: 'subject' }),
  route({ name: 'step', on: 'sim.step', schema: Step, handle: step, emits: ['sim.step', 'sim.end'] }),
  route({ name: 'poison', on: 'sim.poison', schema: Poison, handle: poison, retry: { attempts: 3 } }),
  join({
    name: 'pair',
    opens: 'sim.opened',
    all: ['sim.left', 'sim.right'],
    unless: ['sim.broken'],
    by: '/data/pair',
    within: '10m',
    handle: conclude('sim.paired'),
    otherwise: conclude('sim.unpaired'),
    emits: ['sim.paired', 'sim.unpaired', 'sim.late'],
  }),
];
