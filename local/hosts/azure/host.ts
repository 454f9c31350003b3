import { type Clock, createClock } from '../../clock.ts';
import { serve } from '../../http.ts';
import type { HubEvent } from './event-hub-batch.ts';
import { type BatchResult, createHubDelivery } from './event-hub-delivery.ts';
import { installCoreModule } from './install-core-module.ts';
import { type InvocationResult, invokeFunction } from './invocation.ts';
import { createHandler } from './routes.ts';
import { hasTrigger } from './trigger.ts';
import { toTypedData } from './typed-data.ts';
import { type LogEntry, type RegisteredFunction, runHooks, workerApp } from './worker-app.ts';

export type AzureHostOptions = {
  /** Imports the app. It is called after `@azure/functions-core` is in place; an error in it stops the start. */
  readonly load: () => Promise<unknown>;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** As `functionTimeout` in host.json; 5 minutes by default. In real time, whatever the clock. */
  readonly functionTimeoutMs?: number;
  /** 100 MB by default. */
  readonly maxBodyBytes?: number;
  /** The time that retry policies wait by. */
  readonly clock?: Clock;
  /** Numbers in [0, 1), for the spread of exponential retry policies. */
  readonly random?: () => number;
  /** What the functions and the host log; to the console by default. */
  readonly onLog?: (entry: LogEntry) => void;
};

export type AzureHost = {
  readonly url: string;
  readonly port: number;
  /** The names of the registered functions. */
  readonly functions: readonly string[];
  /** Runs a function once, without its retry policy: text and bytes go in as they are, anything else as JSON. */
  readonly invoke: (
    name: string,
    input: unknown,
    triggerMetadata?: Readonly<Record<string, unknown>>,
  ) => Promise<InvocationResult>;
  /** Delivers a batch to an Event Hubs trigger; settles when it would be checkpointed, rejects when the host closes before. */
  readonly deliverEventHubBatch: (
    name: string,
    partitionId: string,
    events: readonly HubEvent[],
  ) => Promise<BatchResult>;
  readonly close: () => Promise<void>;
};

const DEFAULT_TIMEOUT_MS = 5 * 60_000;
const DEFAULT_MAX_BODY_BYTES = 100 * 1024 * 1024;

/**
 * Loads an app of the unmodified `@azure/functions` into this process and serves its triggers on the loopback address.
 * A process can hold one app only: a second start serves the functions of the first, since modules load once.
 */
export async function startAzureHost(options: AzureHostOptions): Promise<AzureHost> {
  const { clock = createClock(), random = Math.random, functionTimeoutMs: timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  await loadApp(options);
  const closing = new AbortController();
  const deliver = createHubDelivery({ clock, random, timeoutMs, closing: closing.signal });
  const { functions } = workerApp;
  const server = await serve(
    createHandler({
      functions,
      invoke: (registered, input) => invokeFunction(registered, input, timeoutMs),
      deliver,
      maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    }),
    options.port,
  );
  return {
    url: server.url,
    port: server.port,
    functions: [...functions.keys()],
    invoke: (name, input, metadata) => invoke(name, toInput(input, metadata), timeoutMs),
    deliverEventHubBatch: async (name, partitionId, events) =>
      deliver(find(name, 'eventHubTrigger'), partitionId, events),
    close: async () => {
      closing.abort();
      await server.close();
      await runHooks('appTerminate', toAppContext());
    },
  };
}

async function loadApp({ load, onLog = printLog }: AzureHostOptions): Promise<void> {
  workerApp.log = onLog;
  if (workerApp.started) return;
  installCoreModule();
  await load();
  await runHooks('appStart', { ...toAppContext(), functionAppDirectory: process.cwd() });
  workerApp.started = true;
  // Azure asks for the capabilities after the start, and from then on the library refuses app.setup().
  await workerApp.model?.getCapabilities?.({});
  if (workerApp.functions.size === 0) throw new Error('The app registered no function with @azure/functions');
}

function toAppContext() {
  return { hookData: {}, appHookData: workerApp.appHookData };
}

async function invoke(
  name: string,
  input: Parameters<typeof invokeFunction>[1],
  timeoutMs: number,
): Promise<InvocationResult> {
  return invokeFunction(find(name), input, timeoutMs);
}

function toInput(input: unknown, metadata: Readonly<Record<string, unknown>> = {}) {
  const triggerMetadata = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, toTypedData(value)]));
  return { data: toTypedData(input), triggerMetadata };
}

function find(name: string, trigger?: string): RegisteredFunction {
  const registered = workerApp.functions.get(name);
  if (registered && (!trigger || hasTrigger(registered, trigger))) return registered;
  const known = [...workerApp.functions.keys()].join(', ');
  throw new Error(`There is no function ${name}${trigger ? ` with an ${trigger}` : ''}; there are: ${known}`);
}

function printLog({ level, functionName, message }: LogEntry): void {
  console.log(`[${level}]${functionName ? ` ${functionName}:` : ''} ${message}`);
}
