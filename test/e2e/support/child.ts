import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../until.ts';
import { livingIn } from './group.ts';

/** A process that a test runs, the leader of a group of its own, as a terminal's command is. */
export type Child = {
  readonly pid: number;
  /** What it has written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves to its exit code, or to the signal that ended it, once all that it wrote has come. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Waits for what only this process can bring about; the error, when it never comes, has all that the process wrote. */
  readonly waitFor: <T>(what: string, find: () => T | Promise<T>) => Promise<NonNullable<T>>;
  /** Waits until its stdout has the text, and gives what matched. */
  readonly says: (what: RegExp) => Promise<RegExpExecArray>;
  /** Sends a signal to the whole group, as Ctrl-C does. */
  readonly signalGroup: (signal: NodeJS.Signals) => void;
  /** Ends the group, however it stands. */
  readonly close: () => Promise<void>;
};

export type ChildOptions = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: string;
};

/** Runs Node, or `command`, with these arguments and with nothing of this process's environment but what every program needs. */
export function startChild(
  args: readonly string[],
  { cwd, env = {}, command = process.execPath }: ChildOptions,
): Child {
  const child = spawn(command, args, {
    cwd,
    env: { ...plainEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid ?? 0;
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const ended = endOf(child);
  const signalGroup = (signal: NodeJS.Signals) => {
    if (livingIn(pid).length > 0) process.kill(-pid, signal);
  };
  const waitFor = async <T>(what: string, find: () => T | Promise<T>): Promise<NonNullable<T>> => {
    try {
      return await until(what, find, PATIENCE_MS);
    } catch (cause) {
      throw new Error(`No ${what} from a process that wrote:\n${stdout()}${stderr()}`, { cause });
    }
  };
  const says = (what: RegExp) => waitFor(String(what), () => what.exec(stdout()));
  const close = async () => {
    signalGroup('SIGKILL');
    await ended;
    await until('the end of its group', () => livingIn(pid).length === 0);
  };
  return { pid, stdout, stderr, ended, waitFor, says, signalGroup, close };
}

/** A start loads four runtimes, and on a busy machine several starts run at once. */
const PATIENCE_MS = 45_000;

export type Finished = { readonly code: number | NodeJS.Signals; readonly stdout: string; readonly stderr: string };

/** Runs a command to its end. */
export async function runChild(args: readonly string[], options: ChildOptions): Promise<Finished> {
  const child = startChild(args, options);
  const code = await child.ended;
  return { code, stdout: child.stdout(), stderr: child.stderr() };
}

const NEEDED = ['NODE_COMPILE_CACHE', 'PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'SystemRoot', 'LANG'];

/** What every program needs of this process's environment. */
export function plainEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => NEEDED.includes(name)));
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

async function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  await once(child, 'close');
  return child.exitCode ?? child.signalCode ?? 1;
}
