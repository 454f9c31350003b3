import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../../e2e/support/checkout.ts';
import { type Finished, plainEnv } from '../../e2e/support/child.ts';

export type Commands = {
  /** Runs a command of this checkout in its root, with these variables beside what every program needs. */
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Finished>;
  readonly close: () => Promise<void>;
};

/**
 * Runs `waybill` commands in one process, which loads their code once: for what a command says and does. How its process starts and
 * ends is for `waybill()` to test.
 */
export function startCommands(): Commands {
  const child = fork(join(import.meta.dirname, 'command-child.ts'), { cwd: ROOT, env: plainEnv(), execArgv: [] });
  const ended = once(child, 'exit');
  const failed = ended.then(([code]) => Promise.reject(new Error(`The process of the commands ended with ${code}`)));
  failed.catch(() => {});
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (args: readonly string[], env: object): Promise<Finished> => {
    const answer = once(child, 'message').then(([finished]) => finished as Finished); // command-child.ts sent it
    child.send({ args, env: { ...plainEnv(), ...env } });
    return Promise.race([answer, failed]);
  };
  return {
    run: (args, env = {}) => {
      const next = last.then(() => ask(args, env));
      last = next.catch(() => {});
      return next;
    },
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
