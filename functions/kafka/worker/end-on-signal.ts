import type { LogLine } from '../../../shared/delivery/ports.ts';

/** Ends the process in order at the first SIGTERM or SIGINT, with exit code 0, and at once at the second one. */
export function endOnSignal(stop: () => Promise<void>, log: (line: LogLine) => void): void {
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) process.exit(1);
    ending = true;
    log({ level: 'info', message: 'the worker ends', signal });
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log({ level: 'error', message: 'the worker did not end in order', reason: String(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}
