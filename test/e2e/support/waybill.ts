import { join } from 'node:path';
import { type Finished, runChild } from './child.ts';

/** Runs the `waybill` command of a checkout, from the folder `cwd`. */
export function waybill(root: string, args: readonly string[], cwd = root): Promise<Finished> {
  return runChild([join(root, 'cli', 'waybill.mjs'), ...args], { cwd });
}
