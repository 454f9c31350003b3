import { isObject } from '../../shared/schemas/json.ts';

/** Whether a process with this id is running, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isObject(error) && error.code === 'EPERM';
  }
}
