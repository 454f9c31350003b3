import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from '../../../e2e/support/checkout.ts';
import { runChild } from '../../../e2e/support/child.ts';

const PASSWORD = 'the-password-of-waybill';

/** Notes what it was started with and what a file of arguments has, and fails as a tool does that cannot write. */
const JAVA = `#!/bin/sh
printf '%s\\n' "$@" > "$NOTES/arguments"
for last; do :; done
cat "\${last#@}" > "$NOTES/file" 2>/dev/null
exit 1
`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-prepare-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is said of a preparation in which Java fails. */
async function prepare(): Promise<string> {
  await writeFile(join(folder, 'java'), JAVA, { mode: 0o755 });
  const settings = {
    listeners: ['sasl-plaintext'],
    users: { waybill: PASSWORD },
    acls: true,
    partitions: 1,
    extra: {},
  };
  const script = `
    const { prepareBroker } = await import('${ROOT}/local/broker/prepare-broker.ts');
    await prepareBroker('jars', '${folder}', ${JSON.stringify(settings)}).catch((error) => console.log(error.message));`;
  const env = { PATH: `${folder}:${process.env.PATH}`, NOTES: folder };
  return (await runChild(['--input-type=module', '--eval', script], { cwd: ROOT, env })).stdout;
}

describe('the storage of a broker', () => {
  it('is told its passwords by a file, so that neither the list of processes nor an error has them', async () => {
    const said = await prepare();
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    expect(said).toContain('Command failed: java');
    expect(await read('file')).toContain(`SCRAM-SHA-512=[name=waybill,password=${PASSWORD}]`);
    expect(said + (await read('arguments'))).not.toContain(PASSWORD);
  });

  it('is for nobody else to read', async () => {
    await prepare();
    const modes = ['data', 'server.properties'].map(async (name) => (await stat(join(folder, name))).mode & 0o077);
    expect(await Promise.all(modes)).toEqual([0, 0]);
  });
});
