import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Lines of JSON in files of a folder, each on disk before `append` returns; a line that a kill cut short is not there. */
export function openDisk(folder: string) {
  const path = (name: string) => join(folder, `${name}.ndjson`);
  return {
    append: (name: string, values: readonly unknown[]) => {
      const file = openSync(path(name), 'a');
      writeSync(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
      fsyncSync(file);
      closeSync(file);
    },
    read: <T>(name: string): T[] => {
      if (!existsSync(path(name))) return [];
      const lines = readFileSync(path(name), 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as T); // append wrote it
    },
  };
}

export type Disk = ReturnType<typeof openDisk>;
