import { join } from 'node:path';
import type { Contender } from '../../contenders/contender.ts';
import { installPackages } from '../../contenders/install-packages.ts';
import { runInNode } from '../../contenders/node.ts';
import manifest from './package.json' with { type: 'json' };

/** Matchers of JSON from npm, as a user of each would write the same rules in its own language. None has an index over rules. */
export const npmMatchers: readonly Contender[] = Object.entries(manifest.dependencies).map(([name, version]) => ({
  name,
  version,
  prepare: async () => runInNode(join(folder, `${name}.ts`), await installPackages('npm', folder)),
  isLoop: true,
  warmUp: 200,
}));

const folder = import.meta.dirname;
