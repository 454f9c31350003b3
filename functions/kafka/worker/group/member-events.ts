import type { Consumer } from '@platformatic/kafka';

export type MemberEvents = {
  /** The group gives its partitions out anew: this member is about to join again. */
  readonly rebalance: () => void;
  readonly join: () => void;
  /** The group's coordinator answered. */
  readonly beat: () => void;
  readonly missedBeat: (error: unknown) => void;
  /** The coordinator has not answered for longer than a session. */
  readonly stalled: () => void;
  /** The library could not join again by itself, and tries no more. */
  readonly lost: (error: unknown) => void;
};

/** Hears what happens to a member, as long as it is the one that counts. */
export function hearMember(member: Consumer, isCurrent: () => boolean, events: MemberEvents): void {
  const when =
    <Args extends readonly unknown[]>(task: (...args: Args) => void) =>
    (...args: Args) => {
      if (isCurrent()) task(...args);
    };
  member.on('consumer:group:rebalance', when(events.rebalance));
  member.on('consumer:group:join', when(events.join));
  member.on('consumer:heartbeat:end', when(events.beat));
  member.on(
    'consumer:heartbeat:error',
    when(({ error }) => events.missedBeat(error)),
  );
  member.on('consumer:heartbeat:stalled', when(events.stalled));
  member.on('error', when(events.lost));
}
