import type { Consumer, GroupAssignment } from '@platformatic/kafka';

/** What a member holds from now on. `kept` is false when others may have held it in the meantime. */
export type OnHolding = (holding: readonly GroupAssignment[], kept: boolean) => void;

/** The place in the group that `onHolding` was told of last. */
export type Place = {
  /** It is this member's, with what that holds. */
  readonly hold: (member: Consumer) => void;
  /** Its member is in another generation of the group, and knows of it. */
  readonly follow: (member: Consumer) => void;
  readonly isOf: (member: Consumer) => boolean;
  readonly lose: () => void;
};

export function createPlace(onHolding: OnHolding): Place {
  let memberId: string | null = null;
  let generationId = 0;
  return {
    hold: (member) => {
      const kept = memberId === member.memberId;
      ({ memberId, generationId } = member);
      onHolding(member.assignments ?? [], kept);
    },
    follow: (member) => {
      if (member.memberId === memberId) ({ generationId } = member);
    },
    isOf: (member) => member.memberId === memberId && member.generationId === generationId,
    lose: () => {
      memberId = null;
      onHolding([], false);
    },
  };
}
