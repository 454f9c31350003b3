import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../local/laptop/report.ts';
import { ROOT } from './checkout.ts';
import { type Finished, runChild } from './child.ts';

export type Run = Finished & {
  readonly report: Report;
  /** Removes all that the run kept. */
  readonly close: () => Promise<void>;
};

type Env = Readonly<Record<string, string>>;

/** Runs `npm start -- --once --json` to its end, with these variables. Rejects when it prints no report. */
export async function runStart(env: Env): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-start-'));
  const close = () => rm(folder, { recursive: true, force: true });
  const finished = await runOnce(['--json', '--data', folder], { ...env, HOME: folder });
  try {
    return { ...finished, report: JSON.parse(finished.stdout) as Report, close }; // a test fails where it is something else
  } catch (cause) {
    await close();
    throw new Error(`npm start ended with ${finished.code} and no report:\n${finished.stderr}`, { cause });
  }
}

/** Runs `npm start -- --once` to its end. */
export function runOnce(args: readonly string[], env: Env): Promise<Finished> {
  return runChild([join(ROOT, 'local', 'start.ts'), '--once', ...args], { cwd: ROOT, env });
}

/** What became of the events that a route got on a cloud: `['order.placed done']`. */
export function outcomesOf({ report }: Run, cloud: string, route: string): readonly string[] {
  return report.deliveries
    .filter((delivery) => delivery.cloud === cloud && delivery.route === route)
    .map(({ event, outcome }) => `${event?.type} ${outcome}`);
}
