type Waiting = { readonly tasks: Set<() => void>; readonly runAll: () => void };

const waitingFor = new WeakMap<AbortSignal, Waiting>();

/**
 * Runs the task when the signal aborts; what it returns calls that off. A signal has one listener for all of them: thousands of runs wait
 * for one that hardly ever aborts, and a listener costs three times as much as a place in a set. The last one leaves nothing behind.
 */
export function onAbort(signal: AbortSignal, task: () => void): () => void {
  const waiting = waitingFor.get(signal) ?? listen(signal);
  const { tasks, runAll } = waiting;
  tasks.add(task);
  return () => {
    if (!tasks.delete(task) || tasks.size > 0) return;
    signal.removeEventListener('abort', runAll);
    if (waitingFor.get(signal) === waiting) waitingFor.delete(signal);
  };
}

function listen(signal: AbortSignal): Waiting {
  const tasks = new Set<() => void>();
  const runAll = () => {
    for (const task of tasks) task();
  };
  const waiting = { tasks, runAll };
  waitingFor.set(signal, waiting);
  signal.addEventListener('abort', runAll, { once: true });
  return waiting;
}
