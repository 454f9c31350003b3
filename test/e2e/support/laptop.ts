import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CloudName } from '../../../local/laptop/cloud.ts';
import { type Child, startChild } from './child.ts';

/** One line that tells of a delivery. */
export type Told = {
  readonly cloud: string;
  readonly type: string;
  readonly subject: string;
  readonly route: string;
  readonly outcome: string;
  readonly ms: number;
  readonly rest: string;
};

export type RunningStart = Child & {
  /** The control address. */
  readonly url: string;
  readonly uploadsOf: (cloud: CloudName) => string;
  /** Waits until a delivery with these values was told, and takes it: the next call waits for another one. */
  readonly delivers: (what: Partial<Told>) => Promise<Told>;
};

export type StartOptions = {
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs `local/start.ts`, what `npm start` runs, until it invites to send more. */
export async function startToStay({ cwd, args = [], env = {} }: StartOptions): Promise<RunningStart> {
  const child = startChild([join(cwd, 'local', 'start.ts'), ...args], { cwd, env });
  try {
    await Promise.race([child.says(/Your turn.*npx waybill/s), failed(child)]);
    const text = stripVTControlCharacters(child.stdout());
    const [, url = ''] = /POST a CloudEvent to (http:\S+)\/gcp/.exec(text) ?? [];
    const folders = new Map(
      [...text.matchAll(/^ {2}(\w+) +drop an image into (.+)$/gm)].map(([, ...pair]) => pair as [string, string]),
    ); // two groups
    return { ...child, url, uploadsOf: (cloud) => folders.get(cloud) ?? '', delivers: createDelivers(child) };
  } catch (error) {
    await child.close();
    throw error;
  }
}

async function failed(child: Child): Promise<never> {
  const code = await child.ended;
  throw new Error(`The start ended with ${code}:\n${child.stdout()}${child.stderr()}`);
}

function createDelivers({ stdout, waitFor }: Child): RunningStart['delivers'] {
  const taken = new Set(readDeliveries(stdout()).keys());
  return async (what) => {
    const [index, told] = await waitFor(`a delivery ${JSON.stringify(what)}`, () =>
      [...readDeliveries(stdout()).entries()].find(([index, told]) => !taken.has(index) && fits(told, what)),
    );
    taken.add(index);
    return told;
  };
}

function fits(told: Told, what: Partial<Told>): boolean {
  const all = new Map<string, unknown>(Object.entries(told));
  return Object.entries(what).every(([name, value]) => all.get(name) === value);
}

const LINE = /^ {2}(gcp|azure|aws) +(\S+) +(.*?) +(\S+) +(done|retry|reject|skipped|superseded) +(\d+) ms(.*)$/gm;

/** The deliveries that a readable output tells of. */
export function readDeliveries(output: string): readonly Told[] {
  return [...stripVTControlCharacters(output).matchAll(LINE)].map(
    ([, cloud = '', type = '', subject = '', route = '', outcome = '', ms, rest = '']) => ({
      cloud,
      type,
      subject,
      route,
      outcome,
      ms: Number(ms),
      rest: rest.trim(),
    }),
  );
}
