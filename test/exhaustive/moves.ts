import { ACKS } from './desk.ts';
import type { Call, createDurables, Durable } from './durable.ts';
import type { Bounds, Machine, Taken } from './machine.ts';
import { ERROR, type Node, type Programs } from './program.ts';

/** Everything that there is at one moment. */
export type World = {
  readonly durable: Durable;
  readonly now: number;
  /** Those at work; where two stand at the same place it does not matter which is which. */
  readonly workers: readonly Node[];
  readonly starts: number;
  readonly errors: number;
  readonly flights: number;
  /** The write that is under way and that nobody waits for. */
  readonly flying?: Node | undefined;
};

export type Move = { readonly name: () => string; readonly to: World; readonly step?: Taken };

export type Setting = {
  readonly machine: Machine;
  readonly bounds: Bounds;
  readonly programs: Programs;
  readonly apply: ReturnType<typeof createDurables>['apply'];
};

/** All that can happen next. */
export function movesOf(setting: Setting, world: World): readonly Move[] {
  const { bounds } = setting;
  const { now, workers, flying } = world;
  const moves: Move[] = [];
  if (now < bounds.ticks * bounds.tick)
    moves.push({ name: () => 'time passes', to: { ...world, now: now + bounds.tick } });
  if (workers.length < bounds.workers && world.starts > 0) moves.push(...startsOf(setting, world));
  for (const [index, worker] of workers.entries()) {
    if (workers.indexOf(worker) === index) moves.push(...movesOfWorker(setting, world, worker));
  }
  if (flying !== undefined && 'call' in flying.next) moves.push(land(setting, world, flying.next.call));
  return moves;
}

function startsOf({ machine, programs }: Setting, world: World): readonly Move[] {
  const { durable, now } = world;
  const start = (input: string) => {
    const next = programs.start(input, now);
    return { name: () => `a worker starts on ${input}`, to: { ...join(world, next), starts: world.starts - 1 } };
  };
  return machine.inputs(durable).map(start);
}

function movesOfWorker(setting: Setting, world: World, worker: Node): readonly Move[] {
  const { next, input } = worker;
  const gone = leave(world, worker);
  const crash = { name: () => `the worker on ${input} crashes before ${describe(next)}`, to: gone };
  if (!('call' in next)) return [crash, finish(setting, gone, worker)];
  const { call } = next;
  const { answer, after } = setting.apply(world.durable, call);
  const step = { before: world.durable, call, after };
  const name = (how: string) => () => `${input}: ${describe(next)}${how}`;
  const go = (how: string, given: unknown, to: World): Move => {
    const then = setting.programs.answer(worker, given, world.now);
    return { name: name(how), to: join(to, then), step };
  };
  const moves = [crash, go('', answer, { ...gone, durable: after })];
  const isWrite = call.kind !== 'get' && call.kind !== 'list';
  const failed = { ...gone, errors: world.errors - 1 };
  if (world.errors > 0) moves.push({ ...go(', error before', ERROR, failed), step: idle(step) });
  if (world.errors > 0 && isWrite) moves.push(go(', error after', ERROR, { ...failed, durable: after }));
  if (!isWrite || world.flights === 0 || world.flying !== undefined) return moves;
  const flown = { flying: worker, flights: world.flights - 1 };
  moves.push({ name: name(', under way when its worker crashes'), to: { ...gone, ...flown } });
  if (world.errors > 0) moves.push({ ...go(', given up', ERROR, { ...failed, ...flown }), step: idle(step) });
  return moves;
}

function land({ apply }: Setting, world: World, call: Call): Move {
  const { after } = apply(world.durable, call);
  const to = { ...world, durable: after, flying: undefined };
  return { name: () => `${describe({ call })} lands`, to, step: { before: world.durable, call, after } };
}

/** The cloud hears what came of an event. */
function finish({ apply }: Setting, world: World, { next, input }: Node): Move {
  const name = () => `the worker on ${input} ends: ${describe(next)}`;
  if (!('verdict' in next) || next.verdict === 'again') return { name, to: world };
  const call = ackOf(input);
  const { after } = apply(world.durable, call);
  return { name, to: { ...world, durable: after }, step: { before: world.durable, call, after } };
}

const acks = new Map<string, Call>();

/** The same object each time, by which its answers are known. */
function ackOf(input: string): Call {
  const call = acks.get(input) ?? { kind: 'mark', collection: ACKS, keys: [input] };
  acks.set(input, call);
  return call;
}

function idle(step: Taken): Taken {
  return { ...step, after: step.before };
}

function join(world: World, worker: Node): World {
  return { ...world, workers: [...world.workers, worker].sort((a, b) => a.id - b.id) };
}

function leave(world: World, worker: Node): World {
  const index = world.workers.indexOf(worker);
  return { ...world, workers: world.workers.toSpliced(index, 1) };
}

function describe(next: Node['next']): string {
  if (!('call' in next)) return next.verdict;
  const { call } = next;
  if (call.kind === 'mark') return `${call.collection} ${call.keys.join(', ')}`;
  const status: unknown = call.kind === 'put' ? Reflect.get(Object(call.value), 'status') : undefined;
  return [call.kind, call.collection, ...('key' in call ? [call.key] : []), ...(status ? [status] : [])].join(' ');
}
