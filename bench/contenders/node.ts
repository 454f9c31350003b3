import { join } from 'node:path';
import type { Ready, Task } from './contender.ts';

const MAIN = join(import.meta.dirname, '../engines/main.ts');

/** An engine in JavaScript, run by `engines/main.ts`; `packages` is the folder of the npm packages that it loads. */
export function runInNode(module: string, packages = ''): Ready {
  const flags = ['--expose-gc', '--disable-warning=ExperimentalWarning'];
  return {
    command: ({ rules, events, settings }: Task) => [
      ...[process.execPath, ...flags, MAIN],
      ...[module, packages, rules, events, JSON.stringify(settings)],
    ],
  };
}
