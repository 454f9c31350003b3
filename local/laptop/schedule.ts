import { messageOf } from '../../shared/delivery/port-error.ts';
import type { CloudName, LocalCloud } from './cloud.ts';

const MINUTE = 60_000;

/** Every cloud's scheduler, once a minute, until the function given is called. */
export function startSchedule(
  clouds: readonly LocalCloud[],
  onTrouble: (cloud: CloudName, text: string) => void,
): () => void {
  const timer = setInterval(() => {
    for (const { name, sweep } of clouds)
      void sweep().catch((error: unknown) => onTrouble(name, `the scheduler: ${messageOf(error)}`));
  }, MINUTE);
  return () => clearInterval(timer);
}
