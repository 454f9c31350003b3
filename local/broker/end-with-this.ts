import { spawn } from 'node:child_process';

/**
 * Kills a process when this one ends, whatever ends it, unless `over` comes first. It needs a POSIX shell: one that reads until this
 * process's end of a pipe is closed, which the system does for one that was killed too.
 */
export function endWithThis(pid: number, over: Promise<void>): void {
  const script = 'trap "" INT TERM HUP; read -r _; kill -9 "$0"';
  const watch = spawn('sh', ['-c', script, `${pid}`], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watch.unref();
  over.then(() => watch.kill('SIGKILL'));
}
