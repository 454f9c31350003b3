import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../shared/delivery/port-error.ts';

/** A disk of its own, in memory. */
export type SmallDisk = {
  readonly folder: string;
  readonly grow: (mebibytes: number) => void;
  readonly close: () => Promise<void>;
};

/** Mounts a disk of so many mebibytes, which takes root on Linux. */
export async function mountDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-disk-'));
  const mount = (...args: readonly string[]) => void execFileSync('mount', [...args, folder], { stdio: 'pipe' });
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs');
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    grow: (to) => mount('-o', `remount,size=${to}m`),
    close: async () => {
      // Whoever still has a file there open keeps it, and nobody else does.
      execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' });
      await remove();
    },
  };
}

/** Why none can be mounted here; empty where one can. */
export async function whyNoDisk(): Promise<string> {
  try {
    await (await mountDisk(1)).close();
    return '';
  } catch (error) {
    return `no disk can be mounted, which takes root on Linux: ${messageOf(error).trim().replaceAll('\n', ' ')}`;
  }
}
