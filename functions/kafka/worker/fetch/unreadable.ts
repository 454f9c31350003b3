import { messageOf } from '../../../../shared/delivery/port-error.ts';
import { toTrouble } from '../../client/errors.ts';
import type { Blocks } from '../blocks.ts';
import { type Lane, laneKey } from '../lanes/lane.ts';
import type { Troubles } from '../watch/troubles.ts';
import { type Damage, passOver } from './pass-over.ts';
import type { Suspects } from './suspects.ts';

type Options = {
  readonly suspects: Suspects;
  readonly blocks: Blocks;
  readonly troubles: Troubles;
  /** The record in the place of what was passed over is there. */
  readonly onArrival: () => void;
};

/** So often what cannot be read is fetched before it is passed over: within some seconds. */
const TRIES = 6;

/**
 * Takes an answer about these lanes that could not be read: finds the lane that is to blame, fetches it some more times, and passes over
 * what stays unreadable. Rejects when the broker does not answer.
 */
export function createUnreadable({ suspects, blocks, troubles, onArrival }: Options) {
  return async (lanes: readonly Lane[], damage: Damage): Promise<void> => {
    const { lane, times = 0 } = suspects.note(lanes) ?? {};
    if (lane === undefined) return;
    const key = laneKey(lane);
    troubles.set(key, toTrouble('damaged-record', wordsOf(lane, damage.error)));
    if (times < TRIES) return blocks.block(key);
    await passOver(lane, damage);
    suspects.clear([lane]);
    blocks.clear(key);
    // From here on its letter tells of it: nothing else may come for days.
    troubles.clear(key);
    onArrival();
  };
}

function wordsOf({ topic, partition, position }: Lane, cause: unknown) {
  const words = `offset ${position}: ${messageOf(cause)}`;
  return { place: { topic, partition }, words, cause };
}
