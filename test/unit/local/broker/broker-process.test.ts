import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive } from '../../../../local/laptop/is-alive.ts';
import { ROOT } from '../../../e2e/support/checkout.ts';
import { type Child, startChild } from '../../../e2e/support/child.ts';
import { until } from '../../../until.ts';

let folder = '';
let starter: Child | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-broker-process-'));
});
afterEach(async () => {
  await starter?.close();
  const pid = await readPid();
  if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function readPid(): Promise<number | undefined> {
  return Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '')) || undefined;
}

/** A process that starts a broker which is to outlive it, with something that says these words in Java's place. */
async function start(words: string): Promise<Child> {
  await writeFile(join(folder, 'java'), `#!/bin/sh\necho $$ > "$NOTES/pid"\necho ${words}\nexec sleep 600\n`, {
    mode: 0o755,
  });
  const script = `
    const { startProcess } = await import('${ROOT}/local/broker/broker-process.ts');
    await startProcess({ jars: 'jars', folder: '${folder}', detached: true });`;
  const env = { PATH: `${folder}:${process.env.PATH}`, NOTES: folder };
  starter = startChild(['--input-type=module', '--eval', script], { cwd: ROOT, env });
  return starter;
}

describe('a broker that is to outlive its starter', () => {
  it('does, once it serves', async () => {
    const { ended } = await start('Kafka Server started');
    expect(await ended).toBe(0);
    const pid = await readPid();
    expect(isAlive(pid ?? 0)).toBe(true);
  });

  it('ends with it before, since nobody would find it again', async () => {
    const { pid: starting } = await start('not yet');
    const pid = await until('the broker', readPid);
    process.kill(starting, 'SIGKILL');
    await until('the end of the broker', () => !isAlive(pid));
  });
});
