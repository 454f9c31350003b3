import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { plainEnv } from '../e2e/support/child.ts';
import { until } from '../until.ts';
import { createFolders, type Folders } from './folders.ts';
import { openShop, type Shop } from './shop.ts';

/** An adapter in its real runtime, in a process of its own. */
export type Host = {
  readonly url: string;
  readonly folders: Folders;
  readonly shop: Shop;
  /** The lines that the process has logged of its deliveries so far, those that match. */
  readonly deliveries: (matches: (line: DeliveryLine) => boolean) => readonly DeliveryLine[];
  readonly stop: () => Promise<void>;
};

const ROOT = join(import.meta.dirname, '../..');

export async function startHost(cloud: string, settings: Readonly<Record<string, string>>): Promise<Host> {
  const home = await mkdtemp(join(tmpdir(), `waybill-contract-${cloud}-`));
  const folders = await createFolders(home);
  const shop = await openShop(home, { state: folders.env.STATE_ROOT, merchant: cloud });
  const child = start(cloud, { ...folders.env, ...shop.env, ...settings });
  const log = collect(child);
  const stop = async () => {
    await end(child);
    await shop.close();
    await rm(home, { recursive: true });
  };
  try {
    const url = await until(`${cloud} to listen`, () => {
      if (child.exitCode !== null) throw new Error(`The host ended: ${log.errors.join('\n')}`);
      return log.url();
    });
    return { url, folders, shop, deliveries: (matches) => log.deliveries.filter(matches), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Kafka's adapter needs no host: it is a process by itself, and ends when it is told to. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  kafka: ['--import', './test/contract/kafka/end-with-stdin.ts', 'functions/kafka/index.ts'],
};

/** The child gets nothing of Jest's environment: what it needs is what a user would set. */
function start(cloud: string, settings: Readonly<Record<string, string>>): ChildProcess {
  const env = { ...plainEnv(), PORT: '0', WAYBILL_CHILD: '1', ...settings };
  return spawn(process.execPath, [...(ENTRIES[cloud] ?? [`local/hosts/${cloud}.ts`])], {
    cwd: ROOT,
    env,
    stdio: 'pipe',
  });
}

function collect({ stdout, stderr }: ChildProcess) {
  const deliveries: DeliveryLine[] = [];
  const errors: string[] = [];
  let url: string | undefined;
  const read = (text: string) => {
    if (!text.startsWith('{')) return;
    const line = JSON.parse(text);
    if (line.message === 'listening') url = line.url;
    if (line.message === 'the worker runs') url = `http://127.0.0.1:${line.health}`;
    if (line.message === 'delivery') deliveries.push(line);
  };
  if (stdout !== null) createInterface(stdout).on('line', read);
  if (stderr !== null) createInterface(stderr).on('line', (text) => errors.push(text));
  return { deliveries, errors, url: () => url };
}

/** The host ends when its stdin does: that is what keeps one from being left behind by a parent that died. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  child.stdin?.end();
  await exit;
  clearTimeout(killer);
}
