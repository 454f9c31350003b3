import { join } from 'node:path';
import { checkLayering } from './tooling/layering.ts';

/** Part of `npm run check`: fails, naming each place, when an import breaks the layers that the code is built in. */
const { checked, violations } = checkLayering(join(import.meta.dirname, '..'));
for (const violation of violations) console.error(violation);
if (violations.length === 0) console.log(`Layers: the imports of ${checked} modules all go down.`);
process.exitCode = violations.length === 0 ? 0 : 1;
