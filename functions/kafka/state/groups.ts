type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
};

export type Sending<T, R> = {
  /** Gives an answer for each item, in their order. All or nothing is done. */
  readonly send: (items: readonly T[]) => Promise<readonly R[]>;
  /** Whether an error may be one item's alone: then each is sent by itself. */
  readonly isOfOne: (error: unknown) => boolean;
};

/** So many groups are under way at once, and what comes meanwhile waits for the next: a service that is slow gets larger ones. */
const AT_ONCE = 4;

/** In items. */
const LARGEST = 256;

/** Sends together what comes in one turn of the event loop: a round trip and a sync to disk for many items cost little more than for one. */
export function createGroups<T, R>({ send, isOfOne }: Sending<T, R>): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let [running, isPlanned] = [0, false];

  const sendAll = async (group: readonly Waiting<T, R>[]): Promise<void> => {
    try {
      const answers = await send(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as R); // send answers each
    } catch (error) {
      if (group.length > 1 && isOfOne(error)) for (const one of group) await sendAll([one]);
      else for (const { reject } of group) reject(error);
    }
  };
  const start = () => {
    isPlanned = false;
    while (running < AT_ONCE && waiting.length > 0) {
      running += 1;
      void sendAll(waiting.splice(0, LARGEST)).then(() => {
        running -= 1;
        start();
      });
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isPlanned || running === AT_ONCE) return;
      isPlanned = true;
      setImmediate(start);
    });
}
