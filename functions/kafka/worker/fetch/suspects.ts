import { ERROR_PREFIX, UnsupportedCompressionError } from '@platformatic/kafka';
import { type Lane, laneKey } from '../lanes/lane.ts';

/** Lanes that were in an answer which could not be read: they are fetched one by one, so that the bad one holds up none but itself. */
export type Suspects = {
  /** Of lanes to be fetched together, those that may be. */
  readonly choose: (lanes: readonly Lane[]) => readonly Lane[];
  /** Notes that an answer about these could not be read; the lane that is to blame, once it is the only one, and how often it was so far. */
  readonly note: (lanes: readonly Lane[]) => { readonly lane: Lane; readonly times: number } | undefined;
  /** An answer about these could be read. */
  readonly clear: (lanes: readonly Lane[]) => void;
};

export function createSuspects(): Suspects {
  /** How often each was to blame. */
  const keys = new Map<string, number>();
  return {
    choose: (lanes) => {
      const suspect = lanes.find((lane) => keys.has(laneKey(lane)));
      return suspect === undefined ? lanes : [suspect];
    },
    note: (lanes) => {
      const [lane] = lanes;
      if (lane === undefined || lanes.length > 1) {
        for (const one of lanes) if (!keys.has(laneKey(one))) keys.set(laneKey(one), 0);
        return undefined;
      }
      const times = (keys.get(laneKey(lane)) ?? 0) + 1;
      keys.set(laneKey(lane), times);
      return { lane, times };
    },
    clear: (lanes) => {
      for (const lane of lanes) keys.delete(laneKey(lane));
    },
  };
}

/** A compression that the library does not know, or damaged bytes: the broker answered, and taking the answer apart threw. */
export function isUnreadable(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), 'code');
  const isOwn = typeof code === 'string' && code.startsWith(ERROR_PREFIX);
  return !isOwn || code === UnsupportedCompressionError.code;
}
