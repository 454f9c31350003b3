import { describe, expect, it } from '@jest/globals';
import { startForEach } from './lambda-function.ts';

const start = startForEach();

/** A handler that fails the way the event says, and otherwise answers its count in this environment. */
const failing = `let count = 0;
export const handler = async (event) => { count++; switch (event.do) {
  case 'throw': throw Object.assign(new RangeError('too far'), { code: 'E' });
  case 'throw-text': throw 'just text';
  case 'throw-null': throw null;
  case 'throw-bare': throw Object.create(null);
  case 'exit': process.exit(event.code);
  case 'crash': process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});
  case 'late-throw': setImmediate(() => { throw new Error('escaped') }); await new Promise(() => {});
  case 'late-rejection': Promise.reject(new Error('unseen')); await new Promise(() => {});
  case 'hang': await new Promise(() => {});
  case 'spin': for (;;);
  case 'bigint': return 10n;
  case 'large': return 'x'.repeat(event.size);
  case 'deep': return event.value;
  case 'function': return () => 1;
  default: return count;
} }`;

describe('a handler that fails', () => {
  it('by an Error answers 200 with its name, message and stack', async () => {
    const { invoke, logs } = await start(failing);
    expect(await invoke({ do: 'throw' })).toMatchObject({
      status: 200,
      error: 'Unhandled',
      payload: {
        errorType: 'RangeError',
        errorMessage: 'too far',
        trace: expect.arrayContaining(['RangeError: too far']),
      },
    });
    expect(logs.join()).toContain('Invoke Error');
    expect((await invoke({})).payload).toBe(2); // the environment lives on
  });

  it.each([
    ['throw-text', 'string', 'just text'],
    ['throw-null', 'object', 'null'],
  ])('by %s answers the type and the text of what was thrown', async (how, errorType, errorMessage) => {
    const { invoke } = await start(failing);
    const answer = await invoke({ do: how });
    expect(answer).toMatchObject({ error: 'Unhandled', payload: { errorType, errorMessage, trace: [] } });
  });

  it('by a thing without a text still answers an error', async () => {
    const { invoke } = await start(failing);
    expect(await invoke({ do: 'throw-bare' })).toMatchObject({ error: 'Unhandled', payload: { errorType: 'handled' } });
  });

  it.each([
    [0, 'Runtime exited without providing a reason'],
    [3, 'Runtime exited with error: exit status 3'],
  ])('by leaving the process with %i answers Runtime.ExitError', async (code, reason) => {
    const { invoke } = await start(failing);
    expect(await invoke({ do: 'exit', code })).toMatchObject({
      status: 200,
      error: 'Unhandled',
      payload: {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(`^RequestId: \\S+ Error: ${reason}$`),
      },
    });
    expect((await invoke({})).payload).toBe(1); // in a fresh environment
  });

  it('by a crash of the whole process does not take the host along', async () => {
    const { invoke } = await start(failing);
    expect(await invoke({ do: 'crash' })).toMatchObject({
      payload: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal') },
    });
    expect((await invoke({})).payload).toBe(1);
  });

  it.each([
    ['late-throw', 'Error', 'escaped'],
    ['late-rejection', 'Runtime.UnhandledPromiseRejection', 'Error: unseen'],
  ])('by a %s that nobody catches answers it and gets a fresh environment', async (how, errorType, errorMessage) => {
    const { invoke } = await start(failing);
    expect(await invoke({ do: how })).toMatchObject({ error: 'Unhandled', payload: { errorType, errorMessage } });
    expect((await invoke({})).payload).toBe(1);
  });

  it.each(['hang', 'spin'])('by its time limit (%s) is killed and replaced', async (how) => {
    const { invoke } = await start(failing, { timeoutMs: 1_000 });
    expect(await invoke({ do: how })).toMatchObject({
      status: 200,
      error: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
      },
    });
    expect((await invoke({})).payload).toBe(1);
  });

  it('by an answer above 6 MB answers Function.ResponseSizeTooLarge, and not at the limit', async () => {
    const { invoke } = await start(failing);
    const limit = 6 * 1024 * 1024 + 100;
    expect((await invoke({ do: 'large', size: limit - 2 })).error).toBeUndefined();
    expect(await invoke({ do: 'large', size: limit - 1 })).toMatchObject({
      error: 'Unhandled',
      payload: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    });
  });

  it('by an answer that has no JSON says so', async () => {
    const { invoke } = await start(failing);
    expect((await invoke({ do: 'bigint' })).payload).toMatchObject({ errorType: 'Runtime.JSONStringifyError' });
    expect(await invoke({ do: 'function' })).toMatchObject({ error: undefined, payload: null });
  });

  it('by an event nested 100,000 deep hurts neither the host nor the next event', async () => {
    const { invoke } = await start(failing);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const Payload = Buffer.from(`{"do":"deep","value":${deep}}`);
    expect((await invoke({}, { Payload })).payload).toMatchObject({ errorType: 'Runtime.JSONStringifyError' });
    expect((await invoke({})).payload).toBe(2);
  });
});

describe('a module that cannot be loaded', () => {
  it.each([
    ['throws', 'throw new TypeError("no table")', 'TypeError', 'no table'],
    ['has a syntax error', 'export const handler = (', 'Runtime.UserCodeSyntaxError', 'SyntaxError: '],
    ['imports what is not there', 'import "./nothing.mjs"', 'Error', 'Cannot find module'],
    [
      'exports no handler',
      'export const other = 1',
      'Runtime.HandlerNotFound',
      'router.handler is undefined or not exported',
    ],
    ['exports no function', 'export const handler = 1', 'Runtime.HandlerNotFound', 'router.handler is not a function'],
    [
      'takes a callback',
      'export const handler = (e, c, done) => done()',
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS',
    ],
    ['exits', 'process.exit(7)', 'Runtime.ExitError', 'RequestId: '],
  ])('because it %s says so in each answer, until it is mended', async (_, source, errorType, message) => {
    const { invoke, rewrite } = await start(source);
    for (let time = 0; time < 2; time++) {
      expect(await invoke({})).toMatchObject({
        status: 200,
        error: 'Unhandled',
        payload: { errorType, errorMessage: expect.stringContaining(message) },
      });
    }
    await rewrite('export const handler = async () => "mended"');
    expect((await invoke({})).payload).toBe('mended');
  });

  it('because it never ends loading is killed at the time limit', async () => {
    const { invoke } = await start('await new Promise(() => setTimeout(() => {}, 1e6))', { timeoutMs: 500 });
    expect((await invoke({})).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });
});
