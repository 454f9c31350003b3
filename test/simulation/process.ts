import { AsyncLocalStorage } from 'node:async_hooks';
import { PortError } from '../../shared/delivery/port-error.ts';
import type { Fault } from './faults.ts';
import type { Site } from './points.ts';
import type { Run } from './runs.ts';
import type { World } from './world.ts';

/** A simulated process. Once it is dead, none of its calls returns. */
export type Process = {
  readonly id: number;
  readonly world: World;
  readonly isAlive: () => boolean;
  readonly die: (point: string) => Promise<never>;
  /** Tells it that it is to end, and ends it a little later. */
  readonly end: () => void;
  /** Aborts when it is told so. */
  readonly signal: AbortSignal;
  readonly onDeath: (task: () => void) => void;
  /** Does what a port does, and lets a fault come in its way. */
  readonly perform: <T>(site: Site, effect: () => Promise<T>, key?: string) => Promise<T>;
};

/** Which process, and which run of a handler in it, does what is being done. */
export const current = new AsyncLocalStorage<{ readonly process: Process; readonly run?: Run }>();

export function createProcess(world: World): Process {
  const id = ++world.now.processes;
  const listeners: (() => void)[] = [];
  let isAlive = true;
  world.counts.add('processes: all');
  const die = (point: string) => {
    if (!isAlive) return never();
    isAlive = false;
    world.counts.add(`deaths: ${point}`);
    world.say(`process ${id} dies ${point}`);
    world.runs.excuse(id, { why: point });
    for (const listener of listeners) listener();
    return never();
  };
  const ending = new AbortController();
  const end = () => {
    if (!isAlive || ending.signal.aborted) return;
    world.counts.add('processes: told to end');
    world.say(`process ${id} is told to end`);
    world.runs.excuse(id, { why: 'told to end' });
    ending.abort();
    world.scheduler.after(GRACE, () => void die('at its end'));
  };
  const process: Process = {
    id,
    world,
    isAlive: () => isAlive,
    die,
    end,
    signal: ending.signal,
    onDeath: (task) => void listeners.push(task),
    perform: async (site, effect, key) => {
      if (!isAlive) return never();
      const fault = world.faults.draw(site);
      if (fault !== 'none') excuse(process, { site, fault, key });
      const answer = await faulty(process, { site, fault, effect });
      return isAlive ? answer() : never();
    },
  };
  return process;
}

/** So long a platform waits for a process that it told to end, in milliseconds. */
const GRACE = 10_000;

export function never(): Promise<never> {
  return new Promise(() => {});
}

type Blame = { readonly site: Site; readonly fault: Fault; readonly key: string | undefined };

/** A fault excuses the run that it fell into, and of a claim's write the run whose outbox that was. */
function excuse({ id, world }: Process, { site, fault, key }: Blame): void {
  world.say(`process ${id}: ${site.name}${key === undefined ? '' : ` ${key}`}: ${fault}`);
  const run = current.getStore()?.run;
  if (run !== undefined) run.excuse ??= fault;
  // A body does not say whose outbox it holds.
  const isOutbox = site.name === 'large body';
  if (key !== undefined || isOutbox) world.runs.excuse(id, { why: fault, key });
}

type Act<T> = { readonly site: Site; readonly fault: Fault; readonly effect: () => Promise<T> };

/** Gives the answer as a function, since it may be a throw, and is no answer to who is dead by then. */
async function faulty<T>(process: Process, { site, fault, effect }: Act<T>): Promise<() => T> {
  const { world } = process;
  const fail = (): never => {
    throw new PortError('unavailable', site.port, { message: `${fault} at ${site.name}` });
  };
  if (fault === 'dies before') return process.die(`before ${site.name}`);
  const before = fault === 'late effect' ? late(world) : world.faults.latency();
  if (before > 0) await world.scheduler.pause(before);
  if (fault === 'error before') return fail;
  // What is late was sent: it arrives even when its sender is dead by then.
  if (!process.isAlive() && fault !== 'late effect') return never();
  const value = await effect();
  if (fault === 'dies after') return process.die(`after ${site.name}`);
  if (fault === 'late answer') await world.scheduler.pause(late(world));
  return fault === 'error after' ? fail : () => value;
}

/** Past every lease here. */
function late({ chaos }: World): number {
  return chaos.between(26_000, 100_000);
}
