/** Lets many run side by side, or one alone. */
export type Gate = {
  readonly shared: <T>(task: () => Promise<T>) => Promise<T>;
  /** Waits for all that run to end, and holds back all that come. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>;
};

/** The gate of one process, through which its deliveries go: what may kill the process runs alone, and takes no neighbour with it. */
export function createGate(): Gate {
  let running = 0;
  let last: Promise<unknown> | undefined;
  let onEmpty = () => {};
  const shared = async <T>(task: () => Promise<T>): Promise<T> => {
    while (last !== undefined) await last;
    running++;
    try {
      return await task();
    } finally {
      if (--running === 0) onEmpty();
    }
  };
  const empty = () =>
    new Promise<void>((resolve) => {
      onEmpty = resolve;
      if (running === 0) resolve();
    });
  const alone = async <T>(task: () => Promise<T>): Promise<T> => {
    const before = last;
    const turn = (async () => {
      await before;
      await empty();
      return task();
    })();
    const ended = turn.then(
      () => {},
      () => {},
    );
    last = ended;
    try {
      return await turn;
    } finally {
      if (last === ended) last = undefined;
    }
  };
  return { shared, alone };
}
