import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The ids of a process group's living members. Those that have ended and that nobody has asked about are not among them. */
export function livingIn(group: number): readonly number[] {
  const all = process.platform === 'linux' ? fromProc() : fromPs();
  return all.filter((one) => one.group === group && !one.state.startsWith('Z')).map(({ pid }) => pid);
}

type Process = { readonly pid: number; readonly group: number; readonly state: string };

/** proc(5), `/proc/PID/stat`: state and group follow the name, which is in parentheses and may hold anything. */
function fromProc(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const [state = '', , group] = statOf(name)
      .replace(/^.*\) /s, '')
      .split(' ');
    return [{ pid: Number(name), group: Number(group), state }];
  });
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}

function fromPs(): readonly Process[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,stat='], { encoding: 'utf8' });
  return stdout.split('\n').map((line) => {
    const [pid, group, state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), group: Number(group), state };
  });
}
