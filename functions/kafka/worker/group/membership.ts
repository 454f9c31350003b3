import type { Consumer, GroupAssignment } from '@platformatic/kafka';
import type { Clock } from '../../../../shared/delivery/ports.ts';
import { explainKafkaError } from '../../client/errors.ts';
import type { BackOff } from '../back-off.ts';
import { createUntilDone } from '../until-done.ts';
import type { Troubles } from '../watch/troubles.ts';
import { hearMember } from './member-events.ts';
import { createPlace, type OnHolding } from './place.ts';
import { trackTopics } from './track-topics.ts';

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
  /** The group gave its partitions out anew, and these to this member; `wasTold` is false where no `onRebalance` announced it. */
  readonly onJoin: (assignments: readonly GroupAssignment[], wasTold: boolean) => void;
  /** Its coordinator has answered. */
  readonly onHeard: () => void;
  readonly onHolding: OnHolding;
};

const SOURCE = 'membership';

/** Keeps the worker a member of its group, whatever happens to the group and its coordinator. */
export function createMembership({
  open,
  clock,
  backOff,
  troubles,
  onRebalance,
  onJoin,
  onHeard,
  onHolding,
}: Options): Membership {
  let client: Consumer | undefined;
  let topics: readonly string[] = [];
  let heardAt: number | undefined;
  let [settled, stale, stopped, told] = [false, false, false, false];
  // Resolves when the client is given up: what waits for its answer may wait forever.
  let given = Promise.withResolvers<void>();
  const place = createPlace(onHolding);

  const hear = () => {
    heardAt = clock.now();
    troubles.clear(SOURCE);
    onHeard();
  };
  const fail = (error: unknown) => {
    const trouble = explainKafkaError(error, { group: client?.groupId });
    troubles.set(SOURCE, trouble);
    return trouble;
  };
  const listen = (to: Consumer) =>
    hearMember(to, () => to === client && !stopped, {
      rebalance: () => {
        [settled, told] = [false, true];
        heardAt = clock.now();
        place.follow(to);
        onRebalance();
        place.hold(to);
      },
      join: () => {
        settled = true;
        backOff.reset();
        place.hold(to);
        onJoin(to.assignments ?? [], told);
        told = false;
        hear();
        if (stale) joining.run();
      },
      beat: hear,
      missedBeat: fail,
      stalled: () => restart(),
      lost: (error) => {
        fail(error);
        joining.run();
      },
    });

  const joinOnce = async () => {
    if (client === undefined && topics.length === 0) return;
    if (client === undefined) {
      client = await open();
      if (stopped) return await client.close().catch(() => {});
      listen(client);
    }
    trackTopics(client, topics);
    [settled, stale] = [false, false];
    client.clearMetadata();
    await Promise.race([client.joinGroup({}), given.promise]);
  };
  const joining = createUntilDone(clock, joinOnce, (error) => backOff.next(!fail(error).retriable));
  const restart = () => {
    const old = client;
    [client, heardAt, settled] = [undefined, undefined, false];
    given.resolve();
    given = Promise.withResolvers();
    place.lose();
    // It may never answer, and who waits for it waits in vain.
    old?.close(true).catch(() => {});
    joining.run();
  };
  return {
    subscribe: (wanted) => {
      topics = wanted;
      // A join that the library has begun by itself may name the old ones.
      stale = client !== undefined && !settled;
      joining.run();
    },
    client: () => (client !== undefined && place.isOf(client) ? client : undefined),
    isSettled: () => settled,
    heardAt: () => heardAt,
    restart,
    leave: async () => {
      stopped = true;
      joining.stop();
      await client?.close(true);
    },
  };
}
