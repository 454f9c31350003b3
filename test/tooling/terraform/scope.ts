import type { Block, Schemas } from './facts.ts';
import { isBody, type Module, type Top, topsOfKind } from './read-module.ts';
import type { Reference } from './references.ts';

/** What a module's expressions can read. */
export type Scope = {
  readonly variables: ReadonlySet<string>;
  readonly locals: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
  /** The typings know none of their arguments. */
  readonly ephemeral: ReadonlySet<string>;
  readonly resources: ReadonlyMap<string, Top>;
  readonly data: ReadonlyMap<string, Top>;
  readonly facts: Schemas;
};

export function scopeOf(module: Module, facts: Schemas): Scope {
  const named = (kind: string) => new Set(topsOfKind(module, kind).map(({ labels }) => labels.join('.')));
  const tops = (kind: string) => new Map(topsOfKind(module, kind).map((top) => [top.labels.join('.'), top]));
  const checks = topsOfKind(module, 'check').flatMap(dataOfCheck);
  return {
    variables: named('variable'),
    locals: new Set(topsOfKind(module, 'locals').flatMap(({ body }) => Object.keys(body))),
    modules: named('module'),
    ephemeral: named('ephemeral'),
    resources: tops('resource'),
    data: new Map([...tops('data'), ...checks]),
    facts,
  };
}

/** A check may have a data source of its own. */
function dataOfCheck(check: Top): [string, Top][] {
  const types = isBody(check.body.data) ? Object.entries(check.body.data) : [];
  return types.flatMap(([type, byName]) =>
    Object.entries(isBody(byName) ? byName : {}).flatMap(([name, bodies]) =>
      (Array.isArray(bodies) ? bodies.filter(isBody) : []).map((body): [string, Top] => [
        `${type}.${name}`,
        { ...check, kind: 'data', labels: [type, name], body },
      ]),
    ),
  );
}

/** What Terraform has in every module. */
const EVERYWHERE = new Map([
  ['path', new Set(['module', 'root', 'cwd'])],
  ['terraform', new Set(['workspace', 'applying'])],
]);

/** Why a block cannot read what it reads, if it cannot. */
export function problemOf(reference: Reference, top: Top, scope: Scope): string | undefined {
  const { root, steps } = reference;
  const [first = ''] = steps;
  switch (root) {
    case 'var':
      return scope.variables.has(first) ? undefined : `there is no variable ${first}`;
    case 'local':
      return scope.locals.has(first) ? undefined : `there is no local value ${first}`;
    case 'module':
      return scope.modules.has(first) ? undefined : `there is no module ${first}`;
    case 'each':
      return 'for_each' in top.body ? undefined : `each.${first} stands where there is no for_each`;
    case 'count':
      return 'count' in top.body ? undefined : `count.${first} stands where there is no count`;
    case 'self':
      return undefined;
    case 'data':
      return problemOfResource({ kind: 'data', steps }, scope);
    case 'ephemeral':
      return scope.ephemeral.has(`${first}.${steps[1]}`) ? undefined : `there is no ephemeral.${first}.${steps[1]}`;
    default: {
      const known = EVERYWHERE.get(root);
      if (known === undefined) return problemOfResource({ kind: 'resource', steps: [root, ...steps] }, scope);
      return known.has(first) ? undefined : `there is no ${root}.${first}`;
    }
  }
}

type Wanted = { readonly kind: 'resource' | 'data'; readonly steps: readonly string[] };

function problemOfResource({ kind, steps }: Wanted, { resources, data, facts }: Scope): string | undefined {
  const [type = '', name = '', ...rest] = steps;
  const address = `${kind === 'data' ? 'data.' : ''}${type}.${name}`;
  const target = (kind === 'data' ? data : resources).get(`${type}.${name}`);
  if (target === undefined) return `there is no ${address}`;
  const isMany = 'count' in target.body || 'for_each' in target.body;
  const isIndexed = rest[0]?.startsWith('[') === true;
  if (rest.length > 0 && isMany && !isIndexed)
    return `${address} has ${'count' in target.body ? 'count' : 'for_each'}, expected an index before .${rest[0]}`;
  if (isIndexed && !isMany && rest[0] !== '[*]') return `${address} is one, and has no ${rest[0]}`;
  const block = facts[kind][type];
  const path = rest.filter((step) => !step.startsWith('['));
  return block === undefined ? undefined : problemOfPath(path, block, address);
}

function problemOfPath([first, ...rest]: readonly string[], block: Block, address: string): string | undefined {
  if (first === undefined) return undefined;
  const nested = block.blocks?.[first];
  if (nested !== undefined) return problemOfPath(rest, nested, `${address}.${first}`);
  const isThere = [block.required, block.optional, block.computed].some((members) => members?.[first] !== undefined);
  return isThere ? undefined : `${address} has no ${first}`;
}
