import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { tagOf } from '../../shared/delivery/embedded/folder-blobs.ts';
import { contentTypeOf } from '../../shared/schemas/blob.ts';
import type { UploadedFile } from './cloud.ts';

/** A file counts as whole once it has stayed the same for so long: writers do not say when they are done. */
const QUIET_MS = 150;

/**
 * Calls back once for every file that appears or changes below `folder`, when it has stopped growing. What is there already is left
 * alone; hidden files are drafts.
 */
export async function watchUploads(folder: string, onFile: (file: UploadedFile) => void): Promise<() => void> {
  await mkdir(folder, { recursive: true });
  const seen = new Map<string, string>();
  for (const name of await readdir(folder, { recursive: true })) await remember(folder, toName(name), seen);
  const timers = new Map<string, NodeJS.Timeout>();
  const look = (name: string) => {
    clearTimeout(timers.get(name));
    timers.set(
      name,
      setTimeout(() => void settle(name), QUIET_MS),
    );
  };
  const settle = async (name: string) => {
    const before = seen.get(name);
    const file = await stateOf(folder, name);
    if (file === undefined || file.etag === before) return;
    if (Date.now() * 1e6 - Number(file.modified) < QUIET_MS * 1e6) return look(name);
    seen.set(name, file.etag);
    onFile(file);
  };
  const watcher: FSWatcher = watch(folder, { recursive: true }, (_, path) => {
    if (path !== null && !isHidden(toName(path))) look(toName(path));
  });
  return () => {
    watcher.close();
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

async function remember(folder: string, name: string, seen: Map<string, string>): Promise<void> {
  const file = await stateOf(folder, name);
  if (file !== undefined) seen.set(name, file.etag);
}

/** The file as its store would tell of it; undefined for a folder or for what is gone again. */
async function stateOf(folder: string, name: string): Promise<UploadedFile | undefined> {
  const tag = await tagOf(join(folder, name));
  if (tag === undefined) return undefined;
  return { name, size: tag.size, contentType: contentTypeOf(name), etag: tag.text, modified: tag.modified };
}

function toName(path: string): string {
  return path.split(sep).join('/');
}

function isHidden(name: string): boolean {
  return name.split('/').some((step) => step.startsWith('.'));
}
