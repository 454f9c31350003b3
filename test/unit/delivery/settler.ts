import type { Item } from '../../../shared/delivery/item.ts';
import type { Ports } from '../../../shared/delivery/ports.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { type Settlement, settle, type Terms } from '../../../shared/delivery/settle.ts';
import { defineRoutes, type TableOptions, type Target } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createWorld } from './world.ts';

export type Settler = ReturnType<typeof createSettler>;

/** How an input is sent: terms of the call and properties of the item, where they are not the usual ones. */
type Sending = Partial<Terms & Item<number>>;
export type Send = (input: unknown, sending?: Sending) => Promise<Settlement>;

/** A world with a route table, and a process that settles what it is sent. `start` gives another process on the same state. */
export function createSettler(targets: readonly Target[], options: TableOptions = {}) {
  const world = createWorld();
  const table = defineRoutes(targets, options);
  const start = (change?: Partial<Ports>): Send => {
    const ports = change === undefined ? world.ports : { ...world.ports, ...change };
    const router = createRouter({ name: 'test', table, ports }, {});
    return (input, sending = {}) => {
      const raw = Buffer.from(JSON.stringify(input));
      const item: Item<number> = { ref: 7, lane: '', event: parseCloudEvent(input), raw, ...sending };
      return settle(router, item, { deadline: Number.POSITIVE_INFINITY, mustWait: () => false, ...sending });
    };
  };
  /** A process whose timers never ring: with a handler or a port that never returns, it is as good as dead. */
  const startDoomed = () => start({ clock: { ...world.clock, after: () => () => {} } });
  return { world, table, send: start(), start, startDoomed };
}

/** What became of each delivery of an item, in few words: its outcome, and the code or the kind of done where it has one. */
export function inWords({ deliveries }: Settlement): string[] {
  return deliveries.map(({ outcome }) => {
    if (outcome.kind === 'reject') return `reject ${outcome.code}`;
    return outcome.kind === 'done' && outcome.as !== undefined ? outcome.as : outcome.kind;
  });
}

/** A promise that is never kept. */
export function never<T = never>(): Promise<T> {
  return new Promise(() => {});
}
