import { existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Puts this package's own command where npx looks first, as npm does for a dependency's. `modules` is the node_modules folder. */
export function linkCommand(modules) {
  const bin = join(modules, '.bin');
  if (!existsSync(modules)) return;
  mkdirSync(bin, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'waybill.cmd'), '@node "%~dp0\\..\\..\\cli\\waybill.mjs" %*\r\n');
    return;
  }
  const path = join(bin, 'waybill');
  const target = join('..', '..', 'cli', 'waybill.mjs');
  // Left alone when it is right: another process may be about to run it.
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(path) === target) return;
  rmSync(path, { force: true });
  symlinkSync(target, path);
}
