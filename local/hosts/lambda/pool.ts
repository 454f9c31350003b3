import type { Environment, Invocation, Outcome } from './environment.ts';

export type Pool = {
  /** Runs an invocation in the next free environment; waits, in order of arrival, while all are at work. */
  readonly run: (invocation: Invocation) => Promise<Outcome>;
  /** Starts every environment anew; one that is at work is replaced when its invocation has ended. */
  readonly reload: () => Promise<void>;
  /** Kills what runs; what waits is rejected. */
  readonly close: () => Promise<void>;
};

type Waiter = { readonly take: (environment: Environment) => void; readonly giveUp: (reason: Error) => void };

type State = {
  readonly create: () => Environment;
  readonly idle: Environment[];
  readonly working: Set<Environment>;
  /** Those at work that a reload has made outdated. */
  readonly stale: Set<Environment>;
  readonly waiters: Waiter[];
  closed: boolean;
};

/** A fixed number of execution environments, each of which runs one invocation at a time. */
export function createPool(size: number, create: () => Environment): Pool {
  const idle = Array.from({ length: size }, create);
  const state: State = { create, idle, working: new Set(), stale: new Set(), waiters: [], closed: false };
  startAll(idle);
  const run = async (invocation: Invocation) => {
    const environment = await acquire(state);
    state.working.add(environment);
    return environment.run(invocation).finally(() => release(environment, state));
  };
  return { run, reload: () => reload(state), close: () => close(state) };
}

function acquire(state: State): Promise<Environment> {
  if (state.closed) return Promise.reject(closedError());
  const environment = state.idle.shift();
  if (environment) return Promise.resolve(fresh(environment, state));
  return new Promise((take, giveUp) => state.waiters.push({ take, giveUp }));
}

function release(environment: Environment, state: State): void {
  state.working.delete(environment);
  if (state.closed) return;
  const next = fresh(environment, state);
  const waiter = state.waiters.shift();
  if (waiter) waiter.take(next);
  else state.idle.push(next);
}

/** The environment itself or, when it is of no more use, a new one. */
function fresh(environment: Environment, { stale, create }: State): Environment {
  if (!environment.spent() && !stale.has(environment)) return environment;
  stale.delete(environment);
  void environment.close();
  return create();
}

async function reload({ idle, working, stale, create }: State): Promise<void> {
  for (const environment of working) stale.add(environment);
  const old = idle.splice(0, idle.length, ...idle.map(create));
  startAll(idle);
  await Promise.all(old.map((environment) => environment.close()));
}

async function close(state: State): Promise<void> {
  state.closed = true;
  for (const { giveUp } of state.waiters.splice(0)) giveUp(closedError());
  await Promise.all([...state.idle, ...state.working].map((environment) => environment.close()));
}

function startAll(environments: readonly Environment[]): void {
  for (const environment of environments) environment.start();
}

function closedError(): Error {
  return new Error('The Lambda host is closed');
}
