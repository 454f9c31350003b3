import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { startForEach } from './lambda-function.ts';

const start = startForEach();

describe('a synchronous invocation', () => {
  it('answers what the handler returns, as JSON', async () => {
    const { invoke } = await start('export const handler = async (event) => ({ got: event, date: new Date(0) })');
    expect(await invoke({ a: [1, 'ü'] })).toMatchObject({
      status: 200,
      error: undefined,
      payload: { got: { a: [1, 'ü'] }, date: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('answers null for a handler that returns nothing, and gives {} for an empty body', async () => {
    const { invoke, logs } = await start('export const handler = async (e) => { console.log(JSON.stringify(e)) }');
    expect((await invoke(null, { Payload: new Uint8Array() })).payload).toBeNull();
    expect(logs).toContain('{}');
  });

  it('gives the handler Lambda’s context and variables, and none of the developer’s', async () => {
    process.env.WAYBILL_TEST_SECRET = 'x';
    const source = `export const handler = async (event, context) => ({
      ...context, left: context.getRemainingTimeInMillis(), name: process.env._HANDLER, region: process.env.AWS_REGION,
      mine: process.env.MINE, secret: process.env.WAYBILL_TEST_SECRET, key: process.env.AWS_ACCESS_KEY_ID })`;
    const { invoke } = await start(source, { timeoutMs: 9_000, memoryMb: 256, env: { MINE: 'yes' } });
    delete process.env.WAYBILL_TEST_SECRET;
    const { payload } = await invoke({});
    expect(payload).toMatchObject({
      functionName: 'router',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:router',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/router',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      callbackWaitsForEmptyEventLoop: true,
      name: 'router.handler',
      region: 'us-east-1',
      mine: 'yes',
      key: 'local',
      left: expect.any(Number),
    });
    expect(payload).not.toHaveProperty('secret');
  });

  it('loads the module once and keeps its state from one invocation to the next', async () => {
    const { invoke } = await start('let count = 0; export const handler = async () => ++count');
    expect([(await invoke({})).payload, (await invoke({})).payload]).toEqual([1, 2]);
  });

  it('runs one invocation at a time in an environment', async () => {
    const { invoke } = await start(`let running = 0; let most = 0;
      export const handler = async () => {
        most = Math.max(most, ++running); await new Promise((r) => setTimeout(r, 20)); running--; return most; }`);
    const answers = await Promise.all([1, 2, 3].map(() => invoke({})));
    expect(answers.map((answer) => answer.payload)).toEqual([1, 1, 1]);
  });

  it('runs several at a time in several environments, each with a state of its own', async () => {
    // Each waits until there are three.
    const source = `import { readdirSync, writeFileSync } from 'node:fs';
      export const handler = async () => {
        writeFileSync(\`\${import.meta.dirname}/here-\${process.pid}\`, '');
        while (readdirSync(import.meta.dirname).filter((name) => name.startsWith('here-')).length < 3)
          await new Promise((r) => setTimeout(r, 5));
        return process.pid; }`;
    const { invoke } = await start(source, { environments: 3 });
    const answers = await Promise.all([1, 2, 3].map(() => invoke({})));
    expect(new Set(answers.map((answer) => answer.payload)).size).toBe(3);
  });

  it('answers 204 for DryRun and runs nothing', async () => {
    const { invoke, logs } = await start('export const handler = async () => console.log("ran")');
    expect(await invoke({}, { InvocationType: 'DryRun' })).toMatchObject({ status: 204, payload: null });
    expect(logs).toEqual([]);
  });

  it('returns the end of the log, without losing a line that has no line break', async () => {
    const { invoke, logs } = await start(`export const handler = async () => {
      console.log('first'); console.error('to stderr'); process.stdout.write('last'); }`);
    const { log } = await invoke({}, { LogType: 'Tail' });
    expect(log).toMatch(/^START RequestId: .* Version: \$LATEST\n/);
    expect(log).toMatch(/\nREPORT RequestId: .*\n$/);
    for (const line of ['first', 'to stderr', 'last']) expect(log).toContain(`\n${line}\n`);
    expect(logs.toSorted()).toEqual(['first', 'last', 'to stderr']);
  });

  it('starts fresh environments on reload', async () => {
    const { invoke, host, rewrite } = await start('export const handler = async () => "old"');
    expect((await invoke({})).payload).toBe('old');
    await rewrite('export const handler = async () => "new"');
    await host.reload();
    expect((await invoke({})).payload).toBe('new');
  });

  it('lets an invocation end before a reload replaces its environment', async () => {
    const { invoke, host, rewrite, folder } = await start(`import { existsSync } from 'node:fs';
      export const handler = async ({ wait }) => {
        while (wait && !existsSync(\`\${import.meta.dirname}/go\`)) await new Promise((r) => setTimeout(r, 5));
        return 'old'; }`);
    await invoke({});
    const running = invoke({ wait: true });
    await until('the invocation runs', () => host.pending() === 1);
    await rewrite('export const handler = async () => "new"');
    await host.reload();
    await writeFile(join(folder, 'go'), '');
    expect((await running).payload).toBe('old');
    expect((await invoke({})).payload).toBe('new');
  });
});

describe('a refused call', () => {
  it.each(['nope', 'arn:aws:lambda:us-east-1:000000000000:function:nope', 'router:v2'])(
    'for the unknown function %s is 404 ResourceNotFoundException',
    async (FunctionName) => {
      const { invoke } = await start('export const handler = async () => 1');
      await expect(invoke({}, { FunctionName })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: expect.stringMatching(/^Function not found: arn:aws:lambda:/),
        $metadata: { httpStatusCode: 404 },
      });
    },
  );

  it.each(['router', 'router:$LATEST', '000000000000:function:router'])('is not one for %s', async (FunctionName) => {
    const { invoke } = await start('export const handler = async () => 1');
    expect((await invoke({}, { FunctionName })).payload).toBe(1);
  });

  it('with a body that is no JSON is 400 InvalidRequestContentException', async () => {
    const { invoke } = await start('export const handler = async () => 1');
    for (const Payload of [Buffer.from('{oops'), Buffer.from([0x22, 0xff, 0x22])]) {
      await expect(invoke({}, { Payload })).rejects.toMatchObject({
        name: 'InvalidRequestContentException',
        $metadata: { httpStatusCode: 400 },
      });
    }
  });

  it('is 413 above 6 MB, above 1 MB when asynchronous, and not at the limit', async () => {
    const { invoke } = await start('export const handler = async (event) => event.length');
    const text = (size: number) => 'x'.repeat(size - 2); // two quotes
    const refused = { name: 'RequestTooLargeException', $metadata: { httpStatusCode: 413 } };
    expect((await invoke(text(6 * 1024 * 1024))).payload).toBe(6 * 1024 * 1024 - 2);
    await expect(invoke(text(6 * 1024 * 1024 + 1))).rejects.toMatchObject(refused);
    await expect(invoke(text(10 * 1024 * 1024))).rejects.toMatchObject(refused);
    expect((await invoke(text(1024 * 1024), { InvocationType: 'Event' })).status).toBe(202);
    await expect(invoke(text(1024 * 1024 + 1), { InvocationType: 'Event' })).rejects.toMatchObject(refused);
  });

  it('for anything but Invoke says what there is', async () => {
    const { host } = await start('export const handler = async () => 1');
    const response = await fetch(`${host.url}/2015-03-31/functions/`);
    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('POST /2015-03-31/functions') });
  });
});
