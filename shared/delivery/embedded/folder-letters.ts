import { join } from 'node:path';
import type { Letter, Ports } from '../ports.ts';
import { writeWhole } from './folder.ts';

/** Dead letters as `FOLDER/ID.json`, the raw bytes in base64. The file is on disk before the promise resolves. */
export function createFolderLetters(folder: string): Ports['fileLetter'] {
  return (letter) => writeWhole(join(folder, `${letter.id}.json`), letterToJson(letter));
}

/** `{ id, route?, code, reason, attempts, event?, raw }` as one JSON document. */
export function letterToJson({ raw, ...letter }: Letter): string {
  return `${JSON.stringify({ ...letter, raw: Buffer.from(raw).toString('base64') }, null, 2)}\n`;
}
