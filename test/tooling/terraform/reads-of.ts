import { isBody, type Top } from './read-module.ts';
import { type Reference, referencesIn } from './references.ts';

/** A reference, and the names that enclosing dynamic blocks give. */
export type Read = { readonly reference: Reference; readonly names: ReadonlySet<string> };

/** Everything that a block's expressions read. */
export function readsOf({ kind, body }: Top): Read[] {
  const { type: _, ...rest } = body;
  // A variable's type is a language of its own, and these name addresses and attributes, not values.
  if (kind === 'moved' || kind === 'removed' || kind === 'import' || kind === 'terraform') return [];
  return readsIn(kind === 'variable' ? rest : body, new Set());
}

function readsIn(value: unknown, names: ReadonlySet<string>): Read[] {
  if (typeof value === 'string') return referencesIn(value).map((reference) => ({ reference, names }));
  if (Array.isArray(value)) return value.flatMap((inner) => readsIn(inner, names));
  if (!isBody(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'ignore_changes' || key === 'providers' || key === 'provider') return [];
    if (key === 'dynamic' && isBody(inner))
      return Object.entries(inner).flatMap((entry) => readsInDynamic(entry, names));
    return [...readsIn(key, names), ...readsIn(inner, names)];
  });
}

function readsInDynamic([block, values]: [string, unknown], names: ReadonlySet<string>): Read[] {
  return (Array.isArray(values) ? values.filter(isBody) : []).flatMap(({ iterator, for_each, ...rest }) => {
    const name = typeof iterator === 'string' ? iterator.replace(/^\$\{|\}$/g, '') : block;
    return [...readsIn(for_each, names), ...readsIn(rest, new Set([...names, name]))];
  });
}
