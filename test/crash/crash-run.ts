import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteState } from '../../shared/delivery/embedded/sqlite-state.ts';
import { checkCrash } from './check-crash.ts';
import { type Disk, openDisk } from './disk.ts';
import { ORDERS, STOCK, toPlaced } from './orders.ts';

export type Crash = {
  /** Where the worker kills itself, the so-manieth time; or after how many lines of its log it is killed from outside. */
  readonly at:
    | { readonly point: string; readonly occurrence: number; readonly forgets?: true }
    | { readonly lines: number };
  /** The gateway, with a merchant's path of its own for each run. */
  readonly payments: string;
};

export type CrashReport = { readonly killed: boolean; readonly findings: readonly string[] };

/** Starts a worker, lets it be killed, starts it again as often as its platform would, and looks at what came of the orders. */
export async function crash({ at, payments }: Crash): Promise<CrashReport> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-crash-'));
  try {
    const disk = openDisk(folder);
    disk.append('accepted', ORDERS.map(toPlaced));
    const state = createSqliteState(folder, Date.now);
    for (const [sku, onHand] of STOCK)
      await state.put('stock', sku, { value: { onHand, held: {} }, if: 'absent', expiresAt: Date.UTC(2100, 0, 1) });
    const first = await work({ folder, payments, disk }, at);
    // The next one is not killed: its platform brings it everything that was not acknowledged.
    const second = first.signal === null ? first : await work({ folder, payments, disk });
    const failures = second.code === 0 ? [] : [`the worker ended with ${second.code ?? second.signal}: ${second.said}`];
    const findings = await checkCrash(disk, { state, payments });
    return { killed: first.signal === 'SIGKILL', findings: [...failures, ...findings] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Place = { readonly folder: string; readonly payments: string; readonly disk: Disk };

/** A worker's whole life. */
async function work({ folder, payments, disk }: Place, at?: Crash['at']) {
  const script = join(import.meta.dirname, 'child.ts');
  const point =
    at !== undefined && 'point' in at ? [at.point, String(at.occurrence), ...(at.forgets ? ['forgets'] : [])] : [];
  const child = spawn(process.execPath, [script, folder, payments, ...point], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(child, 'close');
  if (at !== undefined && 'lines' in at) {
    const watch = setInterval(() => {
      if (disk.read('log').length >= at.lines) child.kill('SIGKILL');
    }, 1);
    void ended.then(() => clearInterval(watch));
  }
  await ended;
  return { code: child.exitCode, signal: child.signalCode, said };
}
