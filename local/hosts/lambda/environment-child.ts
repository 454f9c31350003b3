import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { environmentVariables, type FunctionIdentity } from './function-identity.ts';
import { readLines } from './log-lines.ts';
import { endMark, type FromEnvironment, type ToEnvironment } from './runtime/messages.ts';

export type EnvironmentSettings = {
  readonly identity: FunctionIdentity;
  readonly variables: Record<string, string>;
  /** Milliseconds, of the machine's own clock: the handler's work is real, whatever the emulated time. */
  readonly timeoutMs: number;
  /** Gets each line that the process writes to either of its output streams. */
  readonly onLine: (line: string) => void;
};

export type Exit = { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null };

export type EnvironmentChild = {
  /** The first message, or the exit of a process that sent none. */
  readonly ready: Promise<FromEnvironment | Exit>;
  readonly exited: Promise<Exit>;
  /** Sends an invocation; resolves with the answer when all that the handler wrote before it has been read. */
  readonly invoke: (message: ToEnvironment) => Promise<FromEnvironment | Exit>;
  readonly alive: () => boolean;
  readonly kill: () => void;
};

const entry = fileURLToPath(new URL('./runtime/environment-process.ts', import.meta.url));

// a grandchild can hold the output streams open after the process has gone
const drainMs = 500;

/** Starts the process of one execution environment. */
export function startChild(settings: EnvironmentSettings): EnvironmentChild {
  const child = forkChild(settings);
  const exited = whenExited(child, settings.onLine);
  const ready = Promise.race([nextMessage(child), exited]);
  const readers = [child.stdout, child.stderr].flatMap((out) => (out ? [readLines(out, settings.onLine)] : []));
  const invoke = async (message: ToEnvironment) => {
    const written = Promise.all(readers.map((reader) => reader.reached(endMark(message.requestId))));
    const answer = nextMessage(child);
    if (child.connected) child.send(message, () => {}); // what cannot be sent shows as the exit that it comes from
    const result = await Promise.race([answer, exited]);
    await Promise.race([written, exited]);
    return result;
  };
  const alive = () => child.exitCode === null && child.signalCode === null;
  return { ready, exited, invoke, alive, kill: () => child.kill('SIGKILL') };
}

function forkChild({ identity, variables }: EnvironmentSettings): ChildProcess {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const logStream = `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
  return fork(entry, [identity.modulePath, identity.handler], {
    env: environmentVariables(identity, logStream, variables),
    execArgv: [`--max-old-space-size=${identity.memoryMb}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
}

function nextMessage(child: ChildProcess): Promise<FromEnvironment> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(message as FromEnvironment)); // only our own process sends here
  });
}

function whenExited(child: ChildProcess, onLine: (line: string) => void): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      const done = () => resolve({ kind: 'exit', code, signal });
      const timer = setTimeout(done, drainMs);
      child.once('close', () => {
        clearTimeout(timer);
        done();
      });
    });
    child.once('error', (error) => {
      onLine(`The execution environment failed: ${error.message}`);
      resolve({ kind: 'exit', code: child.exitCode, signal: null });
    });
  });
}
