import { watch } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/delivery/port-error.ts';
import type { Laptop } from './laptop.ts';
import type { Narrator } from './narrator.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** An editor saves in several steps. */
const QUIET_MS = 100;

/** Reloads the clouds whenever code of routes, handlers or adapters changes; what does not load is shown, and the next change tried. */
export function watchCode(laptop: Pick<Laptop, 'reload'>, { say, heading }: Narrator): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const reload = async (path: string) => {
    heading(`${path} changed: reloading, and running the last event again`);
    await laptop.reload().catch((error: unknown) => say(messageOf(error)));
  };
  const watchers = ['shared', 'functions'].map((folder) =>
    watch(join(ROOT, folder), { recursive: true }, (_, path) => {
      if (path === null || !path.endsWith('.ts')) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(() => reload(join(folder, path)));
      }, QUIET_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
