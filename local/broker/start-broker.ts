import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../shared/delivery/port-error.ts';
import { type BrokerProcess, logOf, startProcess } from './broker-process.ts';
import type { Authority } from './certificates.ts';
import { needKafka } from './find-kafka.ts';
import type { ListenerKind } from './listeners.ts';
import { type BrokerSettings, prepareBroker } from './prepare-broker.ts';

export type BrokerOptions = Partial<Omit<BrokerSettings, 'port'>> & {
  /** A new temporary one unless told, which `close` removes; any other is kept. */
  readonly folder?: string;
  /** `160m` unless told. */
  readonly heap?: string;
  /** Of the Java machine: `-Djava.security.krb5.conf=…`. */
  readonly java?: readonly string[];
};

export type Broker = {
  /** Of the first listener: `127.0.0.1:PORT`. */
  readonly brokers: string;
  /** `host:port` of each listener. */
  readonly listeners: Readonly<Partial<Record<ListenerKind, string>>>;
  readonly folder: string;
  /** Of Apache Kafka, with its own tools: see `runKafkaTool`. */
  readonly jars: string;
  /** Issues more certificates; throws where no listener speaks TLS. */
  readonly authority: () => Authority;
  /** Of the running broker. */
  readonly pid: () => number;
  /** Ends it as a crash does: at once, and with what it had in memory lost. */
  readonly kill9: () => Promise<void>;
  /** Stops it in its tracks, its connections open, until `thaw`. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Ends it in order. */
  readonly stop: () => Promise<void>;
  /** Starts it again, on the same ports and data. Ends one that still runs in order before. */
  readonly restart: () => Promise<void>;
  /** All that it has written. */
  readonly log: () => Promise<string>;
  /** Kills it, and removes its folder if that is temporary. */
  readonly close: () => Promise<void>;
};

/**
 * A real Apache Kafka of one node on free ports of this machine, with no topics. Throws where Java or Maven are missing: ask `findKafka`
 * before. It ends when this process does, whatever ends that.
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const jars = await needKafka();
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'waybill-kafka-')));
  const java = { jars, folder, detached: false, heap: options.heap ?? '160m', options: options.java ?? [] };
  const start = () => startProcess(java);
  const { prepared, first } = await bring(() => prepareBroker(jars, folder, settingsOf(options)), start);
  const brokers = Object.values(prepared.addresses)[0] ?? '';
  let running = first;
  const end = async (signal: NodeJS.Signals) => {
    running.signal(signal);
    running.signal('SIGCONT');
    await running.exited;
  };
  return {
    brokers,
    listeners: prepared.addresses,
    folder,
    jars,
    authority: () => prepared.authority ?? noAuthority(),
    pid: () => running.pid,
    kill9: () => end('SIGKILL'),
    freeze: () => running.signal('SIGSTOP'),
    thaw: () => running.signal('SIGCONT'),
    stop: () => end('SIGTERM'),
    restart: async () => {
      await end('SIGTERM');
      running = await start();
    },
    log: () => readFile(logOf(folder), 'utf8'),
    close: async () => {
      await end('SIGKILL');
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function settingsOf(options: BrokerOptions): BrokerSettings {
  const { listeners = ['plaintext'], users = {}, acls = false, partitions = 1, extra = {} } = options;
  return { listeners, users, acls, partitions, extra };
}

type Start = () => Promise<BrokerProcess>;

/** Another process may take a port between its choice and the broker's start: then others are chosen. */
async function bring<T>(prepare: () => Promise<T>, start: Start, tries = 4) {
  const prepared = await prepare();
  try {
    return { prepared, first: await start() };
  } catch (error) {
    if (tries === 1 || !/Address already in use|BindException/.test(messageOf(error))) throw error;
    return bring(prepare, start, tries - 1);
  }
}

function noAuthority(): never {
  throw new Error('This broker has no certificates: expected a listener that speaks TLS');
}
