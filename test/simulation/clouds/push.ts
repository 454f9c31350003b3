import { acknowledge } from '../acknowledge.ts';
import { nameOf, type Parcel } from '../ledger.ts';
import type { World } from '../world.ts';
import { giveUp } from './give-up.ts';

/** How a cloud that brings one event a call does so. Times in milliseconds. */
export type PushPolicy = {
  /** One call; whether it acknowledged the event. */
  readonly call: (parcel: Parcel, attempt: number) => Promise<boolean>;
  /** Before the next try, after so many. */
  readonly backOff: (attempt: number) => number;
  /** One call of the function for the platform's own dead letters. */
  readonly file: (parcel: Parcel, attempts: number) => Promise<boolean>;
  readonly attempts: number;
  readonly timeToLive: number;
};

/** Brings an event until it is acknowledged or its bounds are reached: in no order, and now and then twice. */
export function push(world: World, policy: PushPolicy, parcel: Parcel): void {
  const { scheduler, chaos, counts } = world;
  const start = scheduler.now();
  let isOver = false;
  const bring = async (attempt: number) => {
    if (isOver) return;
    if (attempt > 1) counts.add('deliveries: again');
    world.say(`deliver ${nameOf(parcel)}, attempt ${attempt}`);
    if (chaos.chance(0.08)) void policy.call(parcel, attempt);
    if (await policy.call(parcel, attempt)) {
      isOver = true;
      return acknowledge(world, [parcel]);
    }
    if (isOver) return;
    const wait = policy.backOff(attempt) * chaos.between(80, 120) * 0.01;
    const isSpent = attempt >= policy.attempts || scheduler.now() + wait - start > policy.timeToLive;
    if (!isSpent) return void scheduler.after(wait, () => void bring(attempt + 1));
    isOver = true;
    giveUp(world, parcel, () => policy.file(parcel, attempt));
  };
  scheduler.after(delay(world), () => void bring(1));
  if (!chaos.chance(0.15)) return;
  counts.add('deliveries: doubled');
  // A copy is not ended by the acknowledgement of the other.
  scheduler.after(chaos.between(0, chaos.pick([100, 40_000, 600_000])), () => void policy.call(parcel, 1));
}

/** Mostly soon, now and then behind others, and sometimes long after. */
function delay({ chaos }: World): number {
  if (chaos.chance(0.85)) return chaos.between(0, 300);
  return chaos.between(0, chaos.chance(0.9) ? 30_000 : 1_800_000);
}
