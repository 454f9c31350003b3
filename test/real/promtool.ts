import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.ts';

const FOLDER = join(CACHE, 'prometheus');
const UNPACKED = join(FOLDER, 'usr/bin/promtool');

/** Prometheus's own tool for rules: the machine's, or from Debian's package, which is unpacked and not installed. */
export function findPromtool(): { readonly promtool: string } | { readonly missing: string } {
  if (runs('promtool')) return { promtool: 'promtool' };
  if (existsSync(UNPACKED) && runs(UNPACKED)) return { promtool: UNPACKED };
  if (spawnSync('apt-get', ['--version']).status !== 0)
    return { missing: 'no promtool, and no apt-get to fetch it with' };
  console.error('Fetching Debian’s package prometheus, 19 MB. This happens once.');
  mkdirSync(FOLDER, { recursive: true });
  const script =
    '(apt-get download prometheus || { apt-get update && apt-get download prometheus; }) && dpkg -x prometheus_*.deb .';
  spawnSync('sh', ['-c', `${script}; rm -f prometheus_*.deb`], { cwd: FOLDER, stdio: 'ignore' });
  return runs(UNPACKED) ? { promtool: UNPACKED } : { missing: 'no promtool, and apt-get download prometheus failed' };
}

function runs(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
