import { readFileSync } from 'node:fs';
import { isObject } from '../../../../shared/schemas/json.ts';

/** The bytes of a file that a setting names. Throws with a sentence: `where` is the setting's name as the user wrote it. */
export function readBytes(path: string, where: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Error(`${where} names ${path}, ${why(cause)}: expected a file that this process may read`, { cause });
  }
}

export function readText(path: string, where: string): string {
  return readBytes(path, where).toString('utf8');
}

/** The text of a file that holds one secret: without the line's end after it. */
export function readSecretFile(path: string, where: string): string {
  const text = readText(path, where).replace(/\r?\n$/, '');
  if (text === '') throw new Error(`${where} names ${path}, which is empty: expected the secret in it`);
  return text;
}

function why(cause: unknown): string {
  const code = isObject(cause) ? cause.code : undefined;
  if (code === 'ENOENT') return 'which is not there';
  if (code === 'EACCES') return 'which may not be read';
  if (code === 'EISDIR') return 'which is a folder';
  return `which cannot be read (${String(code)})`;
}
