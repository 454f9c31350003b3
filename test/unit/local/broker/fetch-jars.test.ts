import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ROOT } from '../../../e2e/support/checkout.ts';
import { runChild } from '../../../e2e/support/child.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-jars-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs it with an `mvn` of ours, in a process of its own, since a PATH is a process's. */
function fetchWith(mvn: string) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'mvn'), `#!/bin/sh\n${mvn}\n`);
  chmodSync(join(bin, 'mvn'), 0o755);
  const options = JSON.stringify({ version: '4.3.1', folder: join(folder, 'jars') });
  const script = `import { fetchJars } from './local/broker/fetch-jars.ts';
    await fetchJars({ ...${options}, onProgress: () => {} }).catch(({ message }) => console.log(message));`;
  return runChild(['--input-type=module', '--eval', script], {
    cwd: ROOT,
    env: { PATH: `${bin}:${process.env.PATH}` },
  });
}

it('rejects with Maven’s first error, whatever a terminal was to be told before', async () => {
  const { stdout } = await fetchWith(`printf '\\033[0m' >&2
echo '[INFO] Scanning for projects...'
printf '\\033[1;31m[ERROR]\\033[m Could not resolve dependencies: 127.0.0.1:9 refused \\033[1m-> [Help 1]\\033[m\\n'
echo '[ERROR] Re-run Maven with the -e switch.'
exit 1`);
  expect(stdout).toBe('Could not resolve dependencies: 127.0.0.1:9 refused\n');
});

it('rejects with what stands on stderr where Maven has no error of its own', async () => {
  const { stdout } = await fetchWith(`printf '\\033[0mJAVA_HOME is not defined correctly\\nsecond line' >&2; exit 1`);
  expect(stdout).toBe('JAVA_HOME is not defined correctly\n');
});

it('clears away what a fetch that was killed has left, and not what another one is at', async () => {
  const [dead, live] = [join(folder, 'jars-draft-dead'), join(folder, 'jars-draft-live')];
  for (const draft of [dead, live]) mkdirSync(draft);
  utimesSync(dead, 0, 0);
  await fetchWith('mkdir jars');
  expect(readdirSync(folder).sort()).toEqual(['bin', 'jars', 'jars-draft-live']);
});
