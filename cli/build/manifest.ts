import { createHash } from 'node:crypto';
import type { Loaded } from './before-first-event.ts';
import type { Files } from './files.ts';

/** What one zip is, for `manifest.json`: the same text for the same source. */
export type Manifest = {
  readonly bytes: number;
  readonly sha256: string;
  readonly beforeFirstEvent: Loaded;
  readonly onFirstUse: readonly Weight[];
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
};

export type Weight = { readonly name: string; readonly bytes: number };

/** In bytes; `sha256` in hexadecimal. */
export function stampOf(contents: Uint8Array): { readonly bytes: number; readonly sha256: string } {
  return { bytes: contents.length, sha256: createHash('sha256').update(contents).digest('hex') };
}

export function stampsOf(files: Files): Manifest['files'] {
  return Object.fromEntries(
    [...files.keys()].sort().map((name) => [name, stampOf(files.get(name) ?? new Uint8Array())]),
  );
}
