import type { Call } from '../../shared/delivery/bind.ts';
import { createRouter, type Router } from '../../shared/delivery/router.ts';
import { createProcess, current, type Process } from './process.ts';
import { createPorts } from './process-ports.ts';
import { table } from './table.ts';
import type { World } from './world.ts';

/** A function as a cloud runs it: in processes that come and go, each with a router of its own over what is durable. */
export type FleetOptions<Bound> = {
  readonly name: string;
  /** How long a call may take by the router's own account, such as '28s'. */
  readonly timeLimit: string;
  /** How many calls one process takes at once. */
  readonly concurrency: number;
  readonly bind: (router: Router) => Bound;
};

/** What a cloud learns of a call; `silent` when no answer came in time. */
export type Answer<A> =
  | { readonly kind: 'returned'; readonly value: A }
  | { readonly kind: 'threw' }
  | { readonly kind: 'silent' };

export type CallOptions = {
  /** How long the cloud waits, in milliseconds. */
  readonly waits: number;
  /** Whether the cloud then ends the process. */
  readonly kills: boolean;
};

type Member<Bound> = { readonly process: Process; readonly bound: Bound; calls: number };

export type Fleet<Bound> = ReturnType<typeof createFleet<Bound>>;

export function createFleet<Bound>(world: World, options: FleetOptions<Bound>) {
  const members: Member<Bound>[] = [];
  const spawn = () => {
    const process = createProcess(world);
    const { name, timeLimit } = options;
    const router = createRouter({ name, table, ports: createPorts(process) }, { WAYBILL_TIME_LIMIT: timeLimit });
    const member = { process, bound: options.bind(router), calls: 0 };
    process.onDeath(() => void members.splice(members.indexOf(member), 1));
    members.push(member);
    return member;
  };
  const pick = () => {
    const free = members.filter(({ calls, process }) => calls < options.concurrency && !process.signal.aborted);
    return free.length > 0 && world.chaos.chance(0.8) ? world.chaos.pick(free) : spawn();
  };
  return {
    invoke: async <A>(call: (bound: Bound, terms: Call) => Promise<A>, terms: CallOptions): Promise<Answer<A>> => {
      const member = pick();
      member.calls++;
      if (world.faults.isToEnd()) world.scheduler.after(world.chaos.between(0, 150), member.process.end);
      world.counts.add('calls: all');
      const answer = await answerOf(member, call, terms);
      member.calls--;
      if (answer.kind !== 'returned') world.counts.add(`calls: ${answer.kind}`);
      return answer;
    },
  };
}

function answerOf<Bound, A>(
  { process, bound }: Member<Bound>,
  call: (bound: Bound, terms: Call) => Promise<A>,
  { waits, kills }: CallOptions,
): Promise<Answer<A>> {
  const { scheduler, chaos } = process.world;
  return new Promise((resolve) => {
    const end = (answer: Answer<A>) => {
      cancel();
      resolve(answer);
    };
    const cancel = scheduler.after(waits, () => {
      if (kills) void process.die('at the limit of its call');
      end({ kind: 'silent' });
    });
    // A broken connection may be noticed at once, or not at all.
    process.onDeath(() => {
      if (chaos.chance(0.5)) scheduler.after(100, () => end({ kind: 'threw' }));
    });
    const called = current.run({ process }, () => call(bound, { signal: process.signal }));
    void called
      .then(
        (value): Answer<A> => ({ kind: 'returned', value }),
        (): Answer<A> => ({ kind: 'threw' }),
      )
      .then((answer) => process.perform({ port: 'cloud', name: 'ack' }, async () => answer))
      // The answer itself may be lost on its way.
      .then(end, () => {});
  });
}
