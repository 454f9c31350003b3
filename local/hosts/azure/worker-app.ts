import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './core-types.ts';

export type RegisteredFunction = { readonly metadata: FunctionMetadata; readonly callback: FunctionCallback };

export type LogEntry = {
  readonly level: LogLevel;
  readonly category: LogCategory;
  readonly message: string;
  readonly functionName?: string;
  readonly invocationId?: string;
};

type WorkerApp = {
  readonly functions: Map<string, RegisteredFunction>;
  readonly hooks: Readonly<Record<HookName, HookCallback[]>>;
  readonly appHookData: Record<string, unknown>;
  model: ProgrammingModel | undefined;
  /** Once the app is loaded, nothing more may register. */
  started: boolean;
  log: (entry: LogEntry) => void;
};

export type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';

/**
 * The app of this process. There is exactly one, as in the vendor's worker: the library looks its core module up once
 * and keeps it, and an app's modules register their functions once, when they are imported.
 */
export const workerApp: WorkerApp = {
  functions: new Map(),
  hooks: { appStart: [], appTerminate: [], preInvocation: [], postInvocation: [], log: [] },
  appHookData: {},
  model: undefined,
  started: false,
  log: () => {},
};

/** Runs the hooks of one kind in the order of their registration; a throw ends it, as in the worker. */
export async function runHooks(name: HookName, context: object): Promise<void> {
  for (const callback of workerApp.hooks[name]) await callback(context);
}

/** Logs by way of the app's `log` hooks, which may change message and level. */
export function writeLog(entry: LogEntry): void {
  const context = { hookData: {}, appHookData: workerApp.appHookData, ...entry };
  for (const callback of workerApp.hooks.log) callback(context);
  workerApp.log({ ...entry, level: context.level, message: context.message });
}
