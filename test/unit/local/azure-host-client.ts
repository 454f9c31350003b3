import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../../until.ts';

export type Log = {
  readonly level: string;
  readonly category: string;
  readonly message: string;
  readonly functionName?: string;
};

type Message = { log?: Log; id?: number; result?: unknown; url?: string; functions?: string[] };

const CHILD = fileURLToPath(new URL('../../fixtures/azure-host-child.ts', import.meta.url));

export type HostClient = Awaited<ReturnType<typeof startHostClient>>;

/**
 * Starts the local Azure host with the app of the fixtures in a process of its own, since module hooks do not reach into
 * Jest's module system, and gives what a test needs to talk to it.
 */
export async function startHostClient() {
  const { child, printed } = startChild();
  const logs: Log[] = [];
  const answers = new Map<number, unknown>();
  let ready: Message = {};
  child.on('message', (message: Message) => {
    if (message.log) logs.push(message.log);
    if (message.id !== undefined) answers.set(message.id, message.result);
    if (message.url) ready = message;
  });
  const { url = '', functions = [] } = await until('the host to start', () => {
    if (child.exitCode !== null) throw new Error(printed());
    return ready.url && printed().includes('hook appStart') ? ready : undefined;
  });

  let calls = 0;
  /** Calls `host.invoke`. */
  const invoke = (name: string, input: unknown = {}) => {
    const id = ++calls;
    child.send({ id, name, input, metadata: {} });
    return until('the result', () => answers.get(id));
  };
  // Messages between processes keep their order: once this is answered, everything that was logged before has come.
  const flush = () => invoke('none');

  const logsSince = async (from: number) => {
    await flush();
    return logs.slice(from);
  };
  return {
    url,
    functions,
    printed,
    invoke,
    logsSince,
    post: (path: string, body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
      fetch(url + path, { method: 'POST', body, headers }),
    /** The place in the log, for the functions that look at what came since. */
    mark: async () => {
      await flush();
      return logs.length;
    },
    messagesSince: async (from: number) => (await logsSince(from)).filter(isUser).map((log) => log.message),
    /** What the handlers of one function reported, each parsed. */
    reports: async (from: number, name: string) => {
      const own = (await logsSince(from)).filter((log) => isUser(log) && log.functionName === name);
      return own.filter((log) => log.message.startsWith('{')).map((log) => JSON.parse(log.message));
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}

function startChild() {
  const child = fork(CHILD, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      text += data;
    });
  }
  return { child, printed: () => text };
}

function isUser(log: Log): boolean {
  return log.category === 'user';
}
