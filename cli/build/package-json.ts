import { closure, type Lock } from './lock.ts';

/**
 * The zip's package.json and package-lock.json. Without `type` its ES modules would not load; and a cloud that installs by itself gets
 * what lies in the zip, version by version.
 */
export function packageFiles(name: string, vendored: readonly string[], lock: Lock): Readonly<Record<string, string>> {
  const dependencies = Object.fromEntries(vendored.map((one) => [one, lock[`node_modules/${one}`]?.version]));
  const head = { name: `waybill-${name}`, version: '0.0.0' };
  const project = { ...head, private: true, type: 'module', main: 'index.js', engines: ENGINES, dependencies };
  // npm refuses a lock file that leaves out other systems' packages.
  const locked = closure(lock, vendored, true).map((path) => [path, lock[path]]);
  const packages = { '': { ...head, engines: ENGINES, dependencies }, ...Object.fromEntries(locked) };
  return {
    'package.json': toText(project),
    'package-lock.json': toText({ ...head, lockfileVersion: 3, requires: true, packages }),
  };
}

const ENGINES = { node: '22.x || 24.x' };

function toText(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
