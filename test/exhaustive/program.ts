import { PortError } from '../../shared/delivery/port-error.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { createDesk, type Perform } from './desk.ts';
import type { Call } from './durable.ts';
import type { Machine } from './machine.ts';

/** Where a worker stands: before its next call, or at its end with what the cloud is told. */
export type Node = {
  readonly id: number;
  readonly input: string;
  readonly next: { readonly call: Call } | { readonly verdict: 'ack' | 'again' };
  /** The claim that it took, for as long as it has not heard that it is no longer its own. */
  readonly holds: { readonly key: string; readonly until: number } | undefined;
  readonly history: readonly Answer[];
  readonly children: Map<string, Node>;
};

/** What a call was answered with, and the time from then on where the worker looked at it. `ERROR` is an error. */
export type Answer = { readonly answer: unknown; readonly now?: number };

export const ERROR = 'an error';

export type Programs = ReturnType<typeof createPrograms>;

/**
 * Workers as trees: what one does next follows from the answers that it got. It is found by running the real code once more on these
 * answers, up to the first call that has none. That takes its time, so that a place not yet known is answered with another at first, and
 * is there after `fill`.
 */
export function createPrograms({ run }: Pick<Machine, 'run'>) {
  const nodes = new Map<string, Node>();
  const roots = new Map<string, Node>();
  const missing: (() => Promise<void>)[] = [];
  const reach = async (input: string, history: readonly Answer[], holds: Node['holds']): Promise<Node> => {
    const { next, isTimed } = await replay(run, input, history);
    const last = history.at(-1);
    const kept = isTimed || last === undefined ? history : [...history.slice(0, -1), { answer: last.answer }];
    const name = 'verdict' in next ? `${input} ${next.verdict}` : `${input} ${JSON.stringify(kept)}`;
    const held = 'verdict' in next ? undefined : holds;
    const node = nodes.get(name) ?? { id: nodes.size, input, next, holds: held, history: kept, children: new Map() };
    nodes.set(name, node);
    return node;
  };
  return {
    size: () => nodes.size,
    start: (input: string, now: number): Node => {
      const name = `${now} ${input}`;
      const root = roots.get(name);
      if (root === undefined)
        missing.push(async () => void roots.set(name, await reach(input, [{ answer: null, now }], undefined)));
      return root ?? UNKNOWN;
    },
    answer: (node: Node, answer: unknown, now: number): Node => {
      const name = `${now} ${typeof answer === 'string' ? answer : JSON.stringify(answer)}`;
      const child = node.children.get(name);
      if (child === undefined)
        missing.push(async () => {
          const history = [...node.history, { answer, now }];
          node.children.set(name, await reach(node.input, history, holding(node, answer)));
        });
      return child ?? UNKNOWN;
    },
    isMissing: () => missing.length > 0,
    /** Finds what was asked for in vain. */
    fill: async (): Promise<void> => {
      for (const find of missing.splice(0)) await find();
    },
  };
}

/** Stands for a place that is still to be found. */
const UNKNOWN: Node = {
  id: -1,
  input: '',
  next: { verdict: 'again' },
  holds: undefined,
  history: [],
  children: new Map(),
};

/** A claim is held from the write that took it to the one that gave it back, ended it, or was refused. */
function holding({ next, holds }: Node, answer: unknown): Node['holds'] {
  if (!('call' in next) || next.call.kind !== 'put' || next.call.collection !== 'claims') return holds;
  const { key, value } = next.call;
  const isHeld = isObject(value) && (value.status === 'claimed' || value.status === 'handled');
  return isHeld && answer !== null && answer !== ERROR ? { key, until: Number(value.leaseUntil) } : undefined;
}

type Replayed = { readonly next: Node['next']; readonly isTimed: boolean };

function replay(run: Machine['run'], input: string, history: readonly Answer[]): Promise<Replayed> {
  return new Promise((resolve, reject) => {
    let index = 0;
    let isTimed = false;
    const perform: Perform = (call) => {
      const next = history[++index];
      if (next === undefined) resolve({ next: { call: structuredClone(call) }, isTimed });
      if (next === undefined) return new Promise(() => {});
      isTimed = false;
      return next.answer === ERROR
        ? Promise.reject(new PortError('unavailable', 'test', { message: ERROR }))
        : Promise.resolve(structuredClone(next.answer));
    };
    const now = () => {
      isTimed = true;
      const time = history[index]?.now;
      // It looked there before, on the way to where its history was cut down to what it needs.
      if (time === undefined) throw new Error('a worker looked at the time where it had not before');
      return time;
    };
    run(createDesk(perform, now), input).then((deliveries) => {
      const isDone = deliveries.length > 0 && deliveries.every(({ outcome }) => outcome.kind !== 'retry');
      resolve({ next: { verdict: isDone ? 'ack' : 'again' }, isTimed });
    }, reject);
  });
}
