import { randomUUID } from 'node:crypto';
import type { CoreInvocationContext, InvocationModel, RetryContext, TypedData } from './core-types.ts';
import { toTrigger } from './trigger.ts';
import { type RegisteredFunction, runHooks, workerApp, writeLog } from './worker-app.ts';

export type InvocationResult =
  | {
      readonly kind: 'succeeded';
      readonly invocationId: string;
      readonly returnValue: TypedData | undefined;
      /** The output bindings that got a value, by name. */
      readonly outputs: Readonly<Record<string, TypedData>>;
    }
  | { readonly kind: 'failed'; readonly invocationId: string; readonly message: string };

export type InvocationInput = {
  readonly data: TypedData;
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: RetryContext;
};

/** Runs one invocation and logs how it ended; never rejects. A run over `timeoutMs` counts as failed and is left alone. */
export async function invokeFunction(
  registered: RegisteredFunction,
  input: InvocationInput,
  timeoutMs: number,
): Promise<InvocationResult> {
  const invocationId = randomUUID();
  const { name: functionName } = registered.metadata;
  const result = await withTimeout(run(registered, input, invocationId), { invocationId, functionName, timeoutMs });
  const failed = result.kind === 'failed';
  const end = failed ? `Failed, Id=${invocationId}): ${result.message}` : `Succeeded, Id=${invocationId})`;
  const level = failed ? 'error' : 'information';
  writeLog({
    level,
    category: 'system',
    functionName,
    invocationId,
    message: `Executed 'Functions.${functionName}' (${end}`,
  });
  return result;
}

type Limits = { invocationId: string; functionName: string; timeoutMs: number };

/** Real time, whatever the clock of the emulators: it is real work that is measured. Azure would end the process too. */
async function withTimeout(running: Promise<InvocationResult>, { invocationId, functionName, timeoutMs }: Limits) {
  const { promise, resolve } = Promise.withResolvers<InvocationResult>();
  const message = `Timeout value of ${timeoutMs} ms exceeded by function 'Functions.${functionName}'`;
  const timer = setTimeout(() => resolve({ kind: 'failed', invocationId, message }), timeoutMs);
  try {
    return await Promise.race([running, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function run(
  registered: RegisteredFunction,
  input: InvocationInput,
  invocationId: string,
): Promise<InvocationResult> {
  try {
    const context = toCoreContext(registered, input, invocationId);
    const model = workerApp.model?.getInvocationModel(context);
    if (!model) throw new Error('The app set no programming model');
    const response = await runSteps(registered, context, model);
    const outputs = Object.fromEntries((response.outputData ?? []).map(({ name, data }) => [name, data]));
    return { kind: 'succeeded', invocationId, returnValue: response.returnValue ?? undefined, outputs };
  } catch (error) {
    return { kind: 'failed', invocationId, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The steps of the vendor's InvocationHandler, in its order and with its contexts. */
async function runSteps({ callback }: RegisteredFunction, core: CoreInvocationContext, model: InvocationModel) {
  const { context, inputs } = await model.getArguments();
  const shared = { hookData: {}, appHookData: workerApp.appHookData, invocationContext: context };

  const before = { ...shared, functionCallback: callback, inputs };
  core.state = 'preInvocationHooks';
  await runHooks('preInvocation', before);

  const after: { result: unknown; error: unknown } = { result: null, error: null };
  core.state = 'invocation';
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  core.state = 'postInvocationHooks';
  const postContext = Object.assign(after, shared, { inputs: before.inputs });
  await runHooks('postInvocation', postContext);
  core.state = undefined;

  // A hook may have cleared the error; the worker takes null and undefined for none, even when they were thrown.
  if (postContext.error !== null && postContext.error !== undefined) throw postContext.error;
  return model.getResponse(context, postContext.result);
}

function toCoreContext(
  registered: RegisteredFunction,
  input: InvocationInput,
  invocationId: string,
): CoreInvocationContext {
  const { metadata } = registered;
  const { triggerMetadata = {}, retryContext } = input;
  const inputData = [{ name: toTrigger(registered).name, data: input.data }];
  const request = { invocationId, functionId: metadata.name, inputData, triggerMetadata };
  return {
    invocationId,
    metadata,
    request: retryContext ? { ...request, retryContext } : request,
    state: undefined,
    log: (level, category, message) =>
      writeLog({ level, category, message, functionName: metadata.name, invocationId }),
  };
}
