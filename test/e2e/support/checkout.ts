import { cp, mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');

export type Checkout = {
  readonly root: string;
  /** Changes one file's text. Throws when that would change nothing. */
  readonly edit: (path: string, change: (text: string) => string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const PARTS = ['shared', 'functions', 'local', 'cli', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** What the routes are deployed by. */
export const INFRASTRUCTURE = ['terraform', 'serverless.yml'];

/** A copy of this checkout, with more of it, that a test may run and edit: it shares nothing with another but what is installed. */
export async function copyCheckout(more: readonly string[] = []): Promise<Checkout> {
  const root = await makeFolder(await realpath(tmpdir()));
  await copyParts(root, [...PARTS, ...more]);
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

/**
 * Makes the first of `waybill-checkout-1`, `waybill-checkout-2` and so on that is not there. Node keeps what it has compiled by its path:
 * where a copy was before, the next one starts in half the time.
 */
async function makeFolder(parent: string, number = 1): Promise<string> {
  const folder = join(parent, `waybill-checkout-${number}`);
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // a system call's
    return makeFolder(parent, number + 1);
  }
}

/** Without the providers that Terraform may have put there, which are larger than everything else. */
export async function copyParts(root: string, parts: readonly string[]): Promise<void> {
  const filter = (path: string) => basename(path) !== '.terraform';
  await Promise.all(parts.map((part) => cp(join(ROOT, part), join(root, part), { recursive: true, filter })));
}
