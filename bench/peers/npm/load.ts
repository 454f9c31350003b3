import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A package from the folder that `npm ci` has filled, and not from the project's own; `Package` declares the part that is used. */
export function load<Package>(packages: string, name: string): Package {
  return createRequire(join(packages, 'package.json'))(name);
}
