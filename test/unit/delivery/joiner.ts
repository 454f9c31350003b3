import { type JoinDefinition, type JoinHandler, join } from '../../../shared/routing/join.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createSettler } from './settler.ts';
import { orderPlaced } from './world.ts';

type Type = 'opened' | 'stocked' | 'paid' | 'short' | 'declined';
type Definition = JoinDefinition<Type, 'a' | 'b'>;

/** What a join's function was called with, and which of the two it was. */
export type JoinRun = {
  readonly by: 'handle' | 'otherwise';
  readonly why: string;
  readonly key: string;
  readonly parts: readonly string[];
  readonly idempotencyKey: string;
  readonly attempt: number;
};

/** What a function does after its call was noted: nothing, or what a test wants of it. */
type Act = (run: JoinRun, ctx: Parameters<JoinHandler<Type, 'a' | 'b'>>[1]) => ReturnType<JoinHandler<Type>>;

/** A join of an order's events that notes its runs. */
export function createShip(runs: JoinRun[], change: Partial<Definition> = {}, act: Act = async () => {}) {
  const noting =
    (by: JoinRun['by']): JoinHandler<Type, 'a' | 'b'> =>
    async ({ key, why, parts }, ctx) => {
      const { idempotencyKey, attempt } = ctx;
      const run = { by, why, key, parts: parts.map(({ type, id }) => `${type} ${id}`), idempotencyKey, attempt };
      runs.push(run);
      return act(run, ctx);
    };
  return join<Type, 'a' | 'b'>({
    name: 'ship',
    opens: 'opened',
    all: ['stocked', 'paid'],
    unless: ['short', 'declined'],
    by: 'subject',
    within: '1h',
    emits: ['a', 'b'],
    handle: noting('handle'),
    otherwise: noting('otherwise'),
    ...change,
  });
}

/** A process with that join alone, and its runs. */
export function createJoiner(change: Partial<Definition> = {}, act?: Act) {
  const runs: JoinRun[] = [];
  return { ...createSettler([createShip(runs, change, act)]), runs };
}

/** An event of the order; its id is its type unless told. */
export function part(type: Type, change: Partial<CloudEvent> & Readonly<Record<string, unknown>> = {}): CloudEvent {
  return orderPlaced({ id: type, type, ...change });
}
