import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './checkout.ts';
import { runChild } from './child.ts';

/** Builds the zip of the AWS adapter, as `npm run build -- --only aws` does, and the folder with what is in it. */
export async function buildAws() {
  const out = await mkdtemp(join(tmpdir(), 'waybill-dist-'));
  const { code, stderr } = await runChild(['cli/build.ts', '--only', 'aws', '--out', out], { cwd: ROOT });
  if (code !== 0) throw new Error(`The build ended with ${code}:\n${stderr}`);
  return {
    zip: join(out, 'aws.zip'),
    folder: join(out, 'aws'),
    close: () => rm(out, { recursive: true, force: true }),
  };
}
