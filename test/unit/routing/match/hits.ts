/** The numbers that an index calls back with, each once and in order. */
export function hits<V>(index: { readonly find: (value: V, hit: (id: number) => void) => void }, value: V): number[] {
  const found = new Set<number>();
  index.find(value, (id) => found.add(id));
  return [...found].sort((a, b) => a - b);
}
