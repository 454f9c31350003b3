import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE } from '../../test/real/cache.ts';

const run = promisify(execFile);

type Sources = { readonly name: string; readonly folder: string; readonly files: readonly string[] };

/**
 * The folder that `build` has filled, kept until one of the sources changes. Of two that build at the same time the second keeps what
 * the first one brought.
 */
export async function keepBuilt({ name, folder, files }: Sources, build: (draft: string) => Promise<unknown>) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(join(folder, file)));
  const built = join(CACHE, `bench-${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(built)) return built;
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(`${built}-draft-`);
  try {
    await build(draft);
    await rename(draft, built).catch((error: unknown) => {
      if (!existsSync(built)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return built;
}

/** Runs a tool of the machine's to its end, and says in one line why it could not. */
export async function runTool(cwd: string, command: string, ...args: readonly string[]): Promise<void> {
  try {
    await run(command, [...args], { cwd, maxBuffer: 2 ** 26 });
  } catch (error) {
    const { code, stderr } = Object(error);
    const why = code === 'ENOENT' ? 'is not on the PATH' : `failed: ${String(stderr).trim().split('\n').at(0)}`;
    throw new Error(`${command} ${why}`, { cause: error });
  }
}
