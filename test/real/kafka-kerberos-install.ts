import { spawnSync } from 'node:child_process';
import { installPackage } from './install-package.ts';

/** Debian's: the key distribution centre and its tools, and what the npm package is built with. */
const DEBIAN = ['krb5-kdc', 'krb5-admin-server', 'krb5-user', 'libkrb5-dev'];
const TOOLS = ['kdb5_util', 'kadmin.local', 'krb5kdc', 'kinit', 'krb5-config'];

/** The folder with the npm package; Debian's packages are installed where that can be done. `missing` says what this machine lacks. */
export function findKerberos(): { readonly folder: string } | { readonly missing: string } {
  const lacking = TOOLS.filter((tool) => !isThere(tool));
  if (lacking.length > 0 && !canInstall()) return { missing: `no ${lacking.join(', ')}, and no apt-get as root` };
  if (lacking.length > 0 && !installDebian()) return { missing: `apt-get install ${DEBIAN.join(' ')} failed` };
  return installPackage('kerberos@7.0.0', ['make', 'g++']);
}

function isThere(tool: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore', env: withSbin() }).status === 0;
}

/** Where Debian puts servers, which not every user's PATH has. */
export function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && isThere('apt-get');
}

function installDebian(): boolean {
  console.error(`Installing ${DEBIAN.join(', ')}. This happens once.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
  const install = () => aptGet('install', '-y', '-qq', '--no-install-recommends', ...DEBIAN);
  return install() || (aptGet('update', '-qq') && install());
}
