/**
 * What `@azure/functions` gets when it requires `@azure/functions-core`: the names and rules of the module that the
 * vendor's worker injects (azure-functions-nodejs-worker, setupCoreModule).
 */
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './core-types.ts';
import { type HookName, workerApp, writeLog } from './worker-app.ts';

export const version = '3.14.1';
export const hostVersion = '4.1052.300';

export function setProgrammingModel(model: ProgrammingModel): void {
  workerApp.model = model;
}

export function getProgrammingModel(): ProgrammingModel | undefined {
  return workerApp.model;
}

export function registerFunction(metadata: FunctionMetadata, callback: FunctionCallback) {
  const { functions } = workerApp;
  if (workerApp.started) throw new Error('A function can only be registered during app startup.');
  if (functions.has(metadata.name)) throw new Error(`A function named ${metadata.name} has already been registered.`);
  functions.set(metadata.name, { metadata, callback });
  return toDisposable(() => functions.delete(metadata.name));
}

export function registerHook(name: string, callback: HookCallback) {
  const hooks = workerApp.hooks[name as HookName]; // an unknown name gives undefined, which is looked at next
  if (!hooks) throw new RangeError(`Unrecognized hook "${name}"`);
  hooks.push(callback);
  return toDisposable(() => hooks.splice(hooks.indexOf(callback), 1));
}

export function log(level: LogLevel, category: LogCategory, message: string): void {
  writeLog({ level, category, message });
}

function toDisposable(undo: () => unknown) {
  let pending = true;
  const dispose = () => {
    if (pending) undo();
    pending = false;
  };
  return { dispose };
}
