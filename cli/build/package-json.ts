import type { Lock } from './lock.ts';

/** The bundle's package.json: without `type` its ES modules would not load, and a cloud that installs itself is told exact versions. */
export function toPackageJson(name: string, vendored: readonly string[], lock: Lock): string {
  const dependencies = Object.fromEntries(vendored.map((one) => [one, lock[`node_modules/${one}`]?.version]));
  const content = {
    name: `waybill-${name}`,
    version: '0.0.0',
    private: true,
    type: 'module',
    main: 'index.js',
    engines: { node: '22.x || 24.x' },
    dependencies,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
