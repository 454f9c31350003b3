import { type Zippable, zipSync } from 'fflate';
import type { Files } from './files.ts';

/** The first day that a zip can name; noon, so that no time zone makes it the year before. */
const TIME = new Date(1980, 0, 1, 12);
/** `-rw-r--r--` of a plain file, in the upper half as the zip format has it (APPNOTE.TXT 4.4.15). */
const MODE = (0o100644 << 16) >>> 0;
const UNIX = 3;

/** The same bytes for the same files, whatever the order, the clock or the machine. */
export function zip(files: Files): Uint8Array {
  const names = [...files.keys()].sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, files.get(name) ?? EMPTY])) satisfies Zippable, {
    level: 6,
    mtime: TIME,
    os: UNIX,
    attrs: MODE,
  });
}

const EMPTY = new Uint8Array();
