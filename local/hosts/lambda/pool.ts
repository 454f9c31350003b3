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

/** A fixed number of execution environments, each of which runs one invocation at a time. */
export function createPool(size: number, create: () => Environment): Pool {
  const idle: Environment[] = Array.from({ length: size }, create);
  const working = new Set<Environment>();
  const stale = new Set<Environment>();
  const waiters: Waiter[] = [];
  let closed = false;

  const acquire = (): Promise<Environment> => {
    if (closed) return Promise.reject(new Error('The Lambda host is closed'));
    const environment = idle.shift();
    if (environment) return Promise.resolve(fresh(environment));
    return new Promise((take, giveUp) => waiters.push({ take, giveUp }));
  };
  const fresh = (environment: Environment) => {
    if (!environment.spent() && !stale.has(environment)) return environment;
    stale.delete(environment);
    void environment.close();
    return create();
  };
  const release = (environment: Environment) => {
    working.delete(environment);
    if (closed) return;
    const next = fresh(environment);
    const waiter = waiters.shift();
    if (waiter) waiter.take(next);
    else idle.push(next);
  };
  const run = async (invocation: Invocation) => {
    const environment = await acquire();
    working.add(environment);
    return environment.run(invocation).finally(() => release(environment));
  };
  const reload = async () => {
    for (const environment of working) stale.add(environment);
    const old = idle.splice(0, idle.length, ...idle.map(create));
    startAll(idle);
    await Promise.all(old.map((environment) => environment.close()));
  };
  const close = async () => {
    closed = true;
    for (const waiter of waiters.splice(0)) waiter.giveUp(new Error('The Lambda host is closed'));
    await Promise.all([...idle, ...working].map((environment) => environment.close()));
  };
  startAll(idle);
  return { run, reload, close };
}

function startAll(environments: readonly Environment[]): void {
  for (const environment of environments) environment.start();
}
