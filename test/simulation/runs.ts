import { isObject } from '../../shared/schemas/json.ts';

/** One start of a handler. */
export type Run = { readonly key: string; readonly process: number; excuse: string | undefined };

/**
 * Every start of a handler, by idempotency key. It is excused when it failed, or when a fault fell between its start and its outbox: only
 * then may another follow. A key is settled once an outbox or a completion of it is in the store: then none may.
 */
export type Runs = ReturnType<typeof createRuns>;

export function createRuns(find: (finding: string) => void) {
  const runs = new Map<string, Run[]>();
  const outboxes = new Map<string, readonly string[]>();
  const settled = new Set<string>();
  const finished = new Set<string>();
  return {
    start: (key: string, process: number): Run => {
      const before = runs.get(key) ?? [];
      if (settled.has(key)) find(`${key} ran again behind its outbox`);
      else if (before.some(({ excuse }) => excuse === undefined)) find(`${key} ran again without a fault`);
      const run = { key, process, excuse: undefined };
      runs.set(key, [...before, run]);
      return run;
    },
    /** A fault in what a process did for a key, or in anything that it did. */
    excuse: (process: number, { why, key }: { readonly why: string; readonly key?: string | undefined }) => {
      const touched = key === undefined ? [...runs.values()].flat() : (runs.get(key) ?? []);
      for (const run of touched) {
        if (run.process === process && !settled.has(run.key)) run.excuse ??= why;
      }
    },
    /** What a claim says in the store from now on. */
    wrote: (claimKey: string, value: unknown) => {
      const key = withoutRedrive(claimKey);
      const { status, outbox } = isObject(value) ? value : {};
      if (status === 'handled' || status === 'done') settled.add(key);
      if (status === 'done' || status === 'dead') finished.add(key);
      if (status !== 'handled' || !Array.isArray(outbox)) return;
      const ids = outbox.map((event: unknown) => String(Object(event).id));
      const before = outboxes.get(key);
      if (before !== undefined && before.join() !== ids.join()) find(`${key} has two outboxes`);
      outboxes.set(key, ids);
    },
    finish: (key: string) => void finished.add(key),
    hasFinished: (key: string) => finished.has(key),
    all: () => runs.entries(),
    starts: (key: string) => runs.get(key)?.length ?? 0,
    outboxes: () => outboxes.entries(),
  };
}

function withoutRedrive(key: string): string {
  return key.replace(/\|redrive \d+$/, '');
}
