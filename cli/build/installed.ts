import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../shared/schemas/json.ts';
import { describe } from '../../shared/schemas/result.ts';
import type { Lock } from './lock.ts';

/** The packages of a lock file; none where there is no file. */
export function readLock(file: string): Lock {
  if (!existsSync(file)) return {};
  const parsed = parseJson(readFileSync(file));
  if (!parsed.ok) throw new Error(`${file} is no lock file of npm: ${describe(parsed.error)}. Run npm install`);
  const { packages = {} } = parsed.value as { packages?: Lock }; // npm wrote it
  return packages;
}

/** Which of these paths a folder has as the lock says, version and integrity, by what npm has written down of its own install. */
export function installedIn(folder: string, lock: Lock, paths: readonly string[]): ReadonlySet<string> {
  const there = readLock(join(folder, 'node_modules', '.package-lock.json'));
  return new Set(paths.filter((path) => isSame(lock, there, path) && existsSync(join(folder, path, 'package.json'))));
}

function isSame(lock: Lock, there: Lock, path: string): boolean {
  const [wanted, got] = [lock[path], there[path]];
  return wanted?.version === got?.version && wanted?.integrity === got?.integrity;
}
