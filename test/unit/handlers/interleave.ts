import type { StateStore } from '../../../shared/routing/context.ts';

export type Task = (state: StateStore) => Promise<unknown>;

/**
 * Runs two tasks on a store of `create` in every order that their calls to it can have; `always` looks at it after each call, and
 * `check` after each whole run. What follows from a point where both have heard the same as before is not run a second time. Gives how
 * many such points there were.
 */
export async function interleave<Shop extends { readonly store: StateStore }>(plan: {
  readonly create: () => Promise<Shop>;
  readonly tasks: (shop: Shop) => readonly [Task, Task];
  readonly always: (shop: Shop) => Promise<void>;
  readonly check: (shop: Shop) => Promise<void>;
}): Promise<number> {
  const seen = new Set<string>();
  // Which of the two went where both could; the last choice that is still the first one is changed for the next run.
  for (let choices: number[] | undefined = []; choices !== undefined; choices = next(choices)) {
    const shop = await plan.create();
    const runs = plan.tasks(shop).map((task) => start(shop.store, task));
    let isKnown = false;
    for (let at = 0; !isKnown; ) {
      const waiting: Run[] = [];
      for (const run of runs) if (await run.waits()) waiting.push(run);
      if (waiting.length === 0) break;
      if (waiting.length === 2 && choices.length === at) {
        const point = runs.map((run) => run.heard()).join('#');
        isKnown = seen.has(point);
        if (isKnown) break;
        seen.add(point);
        choices.push(0);
      }
      const choice = waiting.length === 2 ? choices[at++] : 0;
      waiting[choice ?? 0]?.go();
      await Promise.all(runs.map((run) => run.waits()));
      await plan.always(shop);
    }
    if (!isKnown) await plan.check(shop);
  }
  return seen.size;
}

function next(choices: readonly number[]): number[] | undefined {
  const last = choices.lastIndexOf(0);
  return last === -1 ? undefined : [...choices.slice(0, last), 1];
}

type Run = {
  /** Whether it stands before a call; false once it is through. */
  readonly waits: () => Promise<boolean>;
  readonly go: () => void;
  /** All that the store has answered it. */
  readonly heard: () => string;
};

/** Starts a task that stops before each of its calls to the store. */
function start(store: StateStore, task: Task): Run {
  let arrived = Promise.withResolvers<boolean>();
  let resume = () => {};
  let heard = '';
  const gate =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      const turn = Promise.withResolvers<void>();
      resume = turn.resolve;
      arrived.resolve(true);
      await turn.promise;
      const answer = await call(...args);
      heard += `${JSON.stringify(answer)};`;
      return answer;
    };
  const state = { get: gate(store.get), put: gate(store.put), delete: gate(store.delete), list: gate(store.list) };
  task(state).then(
    () => arrived.resolve(false),
    (error) => arrived.reject(error),
  );
  return {
    waits: () => arrived.promise,
    heard: () => heard,
    go: () => {
      arrived = Promise.withResolvers();
      resume();
    },
  };
}
