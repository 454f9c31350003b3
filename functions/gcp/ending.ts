import type { EventEmitter } from 'node:events';

/**
 * Lets what runs at SIGTERM give its claims back, for which Cloud Run leaves ten seconds (Cloud Run documentation, "Container runtime
 * contract"). `signal` aborts then, and the process ends with the last answer. The framework itself would end it at once, and the claims
 * would be held until their leases are over, and cost an attempt each.
 */
export function createEnding() {
  const ending = new AbortController();
  let running = 0;
  const end = () => {
    if (ending.signal.aborted && running === 0) process.exit();
  };
  const onTerm = () => {
    ending.abort();
    end();
  };
  /** Counts a call until its answer has left. */
  const track = (response: EventEmitter) => {
    running++;
    response.once('close', () => {
      running--;
      end();
    });
    // Here, since the framework sets its own once it listens, which is after this module was loaded.
    if (!process.listeners('SIGTERM').includes(onTerm)) process.removeAllListeners('SIGTERM').on('SIGTERM', onTerm);
  };
  return { signal: ending.signal, track };
}
