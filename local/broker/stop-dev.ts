import { setTimeout as delay } from 'node:timers/promises';
import { findRunning, runsIn } from './dev-state.ts';

/** Ends the Kafka in the folder in order, and by force after a while; false when none runs. */
export async function stopDev(folder: string): Promise<boolean> {
  const running = await findRunning(folder);
  if (running === undefined) return false;
  const { pid } = running;
  process.kill(pid, 'SIGTERM');
  for (const end = Date.now() + PATIENCE; await runsIn(folder, pid); await delay(50))
    if (Date.now() > end) process.kill(pid, 'SIGKILL');
  return true;
}

/** A controller that waits for itself may take its time, in milliseconds. */
const PATIENCE = 30_000;
