import fc from 'fast-check';

/** Values on which a careless conversion to text or number throws. */
const HOSTILE: readonly unknown[] = [
  { toString: 1, valueOf: 1 },
  { toString: null },
  [[]],
  { constructor: 1, hasOwnProperty: 2 },
];

/** Any JSON value, hostile ones among them. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue(), fc.constantFrom(...HOSTILE));

/** A JSON document with something else in one or more of its places: what a fault, an attack or a new version of a service sends. */
export function mutationsOf(document: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(document);
  const change = fc.tuple(fc.constantFrom(...paths), anyJson);
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce(put, document));
}

type Path = readonly string[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function put(document: unknown, [path, value]: readonly [Path, unknown]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  // An earlier change may have cut the path off.
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, key)) return document;
  const inner = put(Reflect.get(document, key), [rest, value]);
  return Array.isArray(document) ? document.with(Number(key), inner) : { ...document, [key]: inner };
}
