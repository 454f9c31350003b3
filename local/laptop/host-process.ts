import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type HostProcess = {
  readonly url: string;
  /** Ends the process and starts it again on the same port. Rejects, with what it wrote, when it does not come up. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type HostOptions = {
  /** Below `local/`. */
  readonly script: string;
  /** What people call it: `gcp function`. */
  readonly what: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
};

/** Runs a script such as `local/hosts/gcp.ts` as a process of its own, as the cloud would run the function, until `close`. */
export async function startHost(options: HostOptions): Promise<HostProcess> {
  let running = start(options);
  let wanted = true;
  const keepAlive = (child: ChildProcess) => {
    child.once('exit', (code, signal) => {
      if (!wanted) return;
      options.onLine(`the ${options.what}'s process ended (${signal ?? code}): starting it again`);
      running = start(options);
      running.then(keepAlive, (error: Error) => options.onLine(error.message));
    });
  };
  const end = async () => {
    wanted = false;
    // One that is only just starting is waited for: nobody else would end it.
    await running.then(stop, () => {});
  };
  // Ctrl-C reaches the function's process too: its end is then no crash.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      wanted = false;
    });
  keepAlive(await running);
  return {
    url: `http://127.0.0.1:${options.port}`,
    restart: async () => {
      await end();
      running = start(options);
      keepAlive(await running);
      wanted = true;
    },
    close: end,
  };
}

async function start({ script, what, port, env, onLine }: HostOptions): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', script)], {
    env: { ...process.env, ...env, PORT: String(port), WAYBILL_CHILD: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // What it writes on its way up is either the reason why it did not come up, or passed on.
  const early: string[] = [];
  let isUp = false;
  createInterface({ input: child.stderr }).on('line', (line) => (isUp ? onLine(line) : early.push(line)));
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => (line.includes('"message":"listening"') ? resolve() : onLine(line)));
    child.once('close', () => reject(new Error(`The ${what} did not start:\n${early.join('\n')}`)));
  });
  isUp = true;
  for (const line of early) onLine(line);
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
