import type { Schemas } from './facts.ts';
import type { Module, Top } from './read-module.ts';
import { readsOf } from './reads-of.ts';
import { problemOf, scopeOf } from './scope.ts';

/** Every name in an expression that is not there, and every variable and local value that no expression reads. */
export function checkReferences(module: Module, facts: Schemas): string[] {
  const scope = scopeOf(module, facts);
  const read = new Set<string>();
  const findings = module.tops.flatMap((top) =>
    readsOf(top).flatMap(({ reference, names }) => {
      read.add(`${reference.root}.${reference.steps[0]}`);
      const problem = names.has(reference.root) ? undefined : problemOf(reference, top, scope);
      return problem === undefined ? [] : [`${addressOf(top)}: ${problem}`];
    }),
  );
  const unread = [...scope.variables]
    .map((name) => `var.${name}`)
    .concat([...scope.locals].map((name) => `local.${name}`));
  return [
    ...new Set(findings),
    ...unread.filter((name) => !read.has(name)).map((name) => `${module.name}: nothing reads ${name}`),
  ];
}

export function addressOf({ file, kind, labels }: Top): string {
  return `${file}: ${[...(kind === 'resource' ? [] : [kind]), ...labels].join('.')}`;
}
