import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../../shared/schemas/json.ts';
import { isAlive } from './is-alive.ts';

/**
 * Keeps a port from every other start of this user, until this process ends: a function listens only a while after its port was
 * chosen, and a start beside it would choose the same one meanwhile. The function given is false for a port that another start has.
 */
export function createReserve(): (port: number) => boolean {
  const mine: string[] = [];
  process.once('exit', () => {
    for (const path of mine) rmSync(path, { force: true });
  });
  return (port) => {
    const path = join(tmpdir(), `waybill-port-${port}-${process.getuid?.() ?? ''}`);
    const isMine = create(path) || takeOver(path);
    if (isMine) mine.push(path);
    return isMine;
  };
}

/** Whoever was killed left the file behind. */
function takeOver(path: string): boolean {
  if (isAlive(ownerOf(path))) return false;
  rmSync(path, { force: true });
  return create(path);
}

function create(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isObject(error) && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The process that made the file. */
function ownerOf(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return Number.NaN; // gone since: nobody's
  }
}
