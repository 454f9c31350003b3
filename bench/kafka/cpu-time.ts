import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** Of Linux: the unit of time in /proc, as every build for a desktop or a server has it. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has used; undefined where there is no /proc, and once it has ended. */
export async function cpuTimeOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name, in parentheses, may hold spaces; user and system time are the fields 14 and 15 (proc(5)).
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Seconds that all processors of the machine were busy, since this process started. */
export function busyTime(): number {
  const busy = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return busy.reduce((sum, one) => sum + one, 0) / 1_000;
}
