import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { types } from 'node:util';
import { PortError } from '../port-error.ts';

/** File systems take 255 bytes; what is kept beside a file has a few letters more in its name. */
const LONGEST = 250;

/** `ROOT/PARTS`, or a PortError that refuses a name which would leave the root or which no file can have. */
export function inside(root: string, ...parts: readonly string[]): string {
  const steps = parts.flatMap((part) => part.split('/'));
  if (
    steps.some(
      (step) =>
        step === '' || step === '.' || step === '..' || /[\0\\]/.test(step) || Buffer.byteLength(step) > LONGEST,
    )
  ) {
    throw new PortError('refused', 'blobs', {
      message: `the name ${JSON.stringify(parts.join('/'))} cannot be a file's`,
    });
  }
  return join(root, ...steps.join('/').split('/').join(sep).split(sep));
}

/** Writes a file so that a reader, or a crash, sees all of it or nothing. */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.${randomUUID()}.draft`);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(draft, bytes, { flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Whether a file system error says that nothing has this name. */
export function isMissing(error: unknown): boolean {
  const code = types.isNativeError(error) ? Reflect.get(error, 'code') : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
