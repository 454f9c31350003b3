import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Child = { readonly close: () => Promise<void> };

type Options = { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string };

/**
 * Starts a program and waits for a line of its output that `ready` matches; gives that match. Throws, with the program's last words,
 * when it ends before.
 */
export async function startChild(command: readonly string[], ready: RegExp, options: Options = {}) {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const words: string[] = [];
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    const end = () => reject(new Error(`${program} ended before it was ready:\n${words.join('\n')}`));
    child.once('error', reject).once('exit', end);
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => {
        words.push(line);
        if (words.length > 20) words.shift();
        const found = ready.exec(line);
        if (found !== null) resolve(found);
      });
  });
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  return { match, close };
}
