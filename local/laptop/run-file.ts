import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { isAlive } from './is-alive.ts';

/** Where a running `npm start` can be found: its control address, and its folder with a folder for each cloud. */
export type RunningLaptop = { readonly pid: number; readonly url: string; readonly folder: string };

const PATH = join(import.meta.dirname, '..', '..', '.waybill', 'running.json');

export async function writeRunFile(running: RunningLaptop): Promise<void> {
  await mkdir(dirname(PATH), { recursive: true });
  await writeFile(PATH, JSON.stringify(running));
}

/** Removes the file unless another run has written its own meanwhile. */
export async function removeRunFile(pid: number): Promise<void> {
  if ((await readRunFile())?.pid === pid) await rm(PATH, { force: true });
}

/** The laptop that was started last and is still up; undefined when none is. */
export async function readRunFile(): Promise<RunningLaptop | undefined> {
  const text = await readFile(PATH, 'utf8').catch(() => '{}');
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  const { pid, url, folder } = parsed.value;
  if (typeof pid !== 'number' || typeof url !== 'string' || typeof folder !== 'string') return undefined;
  return isAlive(pid) ? { pid, url, folder } : undefined;
}
