import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Packages that only some need, and that `npm ci` never installs. */
const PEERS = ['aws-msk-iam-sasl-signer-js'];

/** Native, and of no use in a function: no ticket lies there. */
const NEVER = ['kerberos'];

/** The optional packages that are not bundled. One that is installed is: nothing else would bring it into the zip. */
export function absentPeers(root: string): readonly string[] {
  const absent = PEERS.filter((name) => !existsSync(join(root, 'node_modules', name, 'package.json')));
  return [...NEVER, ...absent];
}
