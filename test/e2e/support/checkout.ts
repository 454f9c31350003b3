import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');

export type Checkout = {
  readonly root: string;
  /** Changes one file's text. Throws when that would change nothing. */
  readonly edit: (path: string, change: (text: string) => string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const PARTS = ['shared', 'functions', 'local', 'cli', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** A copy of this checkout that a test may run and edit: it shares nothing with another but what is installed. */
export async function copyCheckout(): Promise<Checkout> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'waybill-')));
  await Promise.all(PARTS.map((part) => cp(join(ROOT, part), join(root, part), { recursive: true })));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
  return {
    root,
    edit: async (path, change) => {
      const before = await readFile(join(root, path), 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`${path}: nothing there to change`);
      await writeFile(join(root, path), after);
    },
    close: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
