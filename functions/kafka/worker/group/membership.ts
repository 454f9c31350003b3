import type { Consumer, GroupAssignment } from '@platformatic/kafka';
import type { Clock } from '../../../../shared/delivery/ports.ts';
import { explainKafkaError } from '../../client/errors.ts';
import type { BackOff } from '../back-off.ts';
import { pause } from '../timers.ts';
import type { Troubles } from '../watch/troubles.ts';
import { hearMember } from './member-events.ts';

export type Membership = {
  /** Joins the group with these topics, or tells it that they have changed. */
  readonly subscribe: (topics: readonly string[]) => void;
  /**
   * The client of the member that holds what `onHolding` was told last; undefined before the first join, during a restart, and while the
   * library joins again after a loss that it tells nobody of: a commit would then name what may be another member's.
   */
  readonly client: () => Consumer | undefined;
  /** Whether commits may be sent: it is a member, and no join is on its way that would hold them back. */
  readonly isSettled: () => boolean;
  /** When the group's coordinator answered last; undefined before the first join. */
  readonly heardAt: () => number | undefined;
  readonly restart: () => void;
  readonly leave: () => Promise<void>;
};

type Options = {
  readonly open: () => Promise<Consumer>;
  readonly clock: Clock;
  readonly backOff: BackOff;
  readonly troubles: Troubles;
  /** Partitions may go elsewhere now; what is sent to the group's coordinator within this call is there before the member joins again. */
  readonly onRebalance: () => void;
  /** Its coordinator has answered. */
  readonly onHeard: () => void;
  /** What it holds from now on. `kept` is false when others may have held it in the meantime. */
  readonly onHolding: (holding: readonly GroupAssignment[], kept: boolean) => void;
};

const SOURCE = 'membership';

/** Keeps the worker a member of its group, whatever happens to the group and its coordinator. */
export function createMembership({
  open,
  clock,
  backOff,
  troubles,
  onRebalance,
  onHeard,
  onHolding,
}: Options): Membership {
  let client: Consumer | undefined;
  let topics: readonly string[] = [];
  let memberId: string | null = null;
  let generationId = 0;
  let heardAt: number | undefined;
  let [joining, again, settled, stale, stopped] = [false, false, false, false, false];
  // Resolves when the client is given up: what waits for its answer may wait forever.
  let given = Promise.withResolvers<void>();

  const hear = () => {
    heardAt = clock.now();
    troubles.clear(SOURCE);
    onHeard();
  };
  const hold = (from: Consumer) => {
    const kept = memberId === from.memberId;
    ({ memberId, generationId } = from);
    onHolding(from.assignments ?? [], kept);
  };
  const fail = (error: unknown) => {
    const trouble = explainKafkaError(error);
    troubles.set(SOURCE, trouble);
    return trouble;
  };
  const listen = (to: Consumer) =>
    hearMember(to, () => to === client && !stopped, {
      rebalance: () => {
        settled = false;
        heardAt = clock.now();
        if (to.memberId === memberId) ({ generationId } = to);
        onRebalance();
        hold(to);
      },
      join: () => {
        settled = true;
        backOff.reset();
        hold(to);
        hear();
        if (stale) join();
      },
      beat: hear,
      missedBeat: fail,
      stalled: () => restart(),
      lost: (error) => {
        fail(error);
        join();
      },
    });

  const join = () => {
    again = true;
    if (!joining) void joinUntilDone();
  };
  const joinUntilDone = async () => {
    joining = true;
    while (again && !stopped) {
      again = false;
      await joinOnce().catch(async (error: unknown) => {
        again = true;
        if (stopped) return;
        await pause(clock, backOff.next(!fail(error).retriable));
      });
    }
    joining = false;
  };
  const joinOnce = async () => {
    if (client === undefined && topics.length === 0) return;
    if (client === undefined) {
      client = await open();
      if (stopped) return void client.close();
      listen(client);
    }
    track(client, topics);
    [settled, stale] = [false, false];
    client.clearMetadata();
    await Promise.race([client.joinGroup({}), given.promise]);
  };
  const restart = () => {
    const old = client;
    [client, memberId, heardAt, settled] = [undefined, null, undefined, false];
    given.resolve();
    given = Promise.withResolvers();
    onHolding([], false);
    // It may never answer, and who waits for it waits in vain.
    old?.close(true).catch(() => {});
    join();
  };
  return {
    subscribe: (wanted) => {
      topics = wanted;
      // A join that the library has begun by itself may name the old ones.
      stale = client !== undefined && !settled;
      join();
    },
    client: () => (client?.memberId === memberId && client.generationId === generationId ? client : undefined),
    isSettled: () => settled,
    heardAt: () => heardAt,
    restart,
    leave: async () => {
      stopped = true;
      await client?.close(true);
    },
  };
}

function track(client: Consumer, wanted: readonly string[]): void {
  for (const topic of client.topics.current) if (!wanted.includes(topic)) client.topics.untrack(topic);
  for (const topic of wanted) if (!client.topics.has(topic)) client.topics.track(topic);
}
