import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from '../../contenders/contender.ts';
import { keepBuilt, runTool } from '../../contenders/keep-built.ts';
import { runInNode } from '../../contenders/node.ts';
import manifest from './package.json' with { type: 'json' };

/** Matchers of JSON from npm, as a user of each would write the same rules in its own language. None has an index over rules. */
export const npmMatchers: readonly Contender[] = Object.entries(manifest.dependencies).map(([name, version]) => ({
  name,
  version,
  prepare: async () => runInNode(join(folder, `${name}.ts`), await install()),
  isLoop: true,
  warmUp: 200,
}));

const folder = import.meta.dirname;

function install(): Promise<string> {
  const files = ['package.json', 'package-lock.json'];
  return keepBuilt({ name: 'npm', folder, files }, async (draft) => {
    for (const file of files) await copyFile(join(folder, file), join(draft, file));
    await runTool(draft, 'npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  });
}
