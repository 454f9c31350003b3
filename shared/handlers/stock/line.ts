/** So many pieces of one product. */
export type Line = { readonly sku: string; readonly quantity: number };

/** One line for each product, its pieces together; in the order of the names, so that orders take products in one order. */
export function toLines(lines: readonly Line[]): readonly Line[] {
  const pieces = new Map<string, number>();
  for (const { sku, quantity } of lines) pieces.set(sku, (pieces.get(sku) ?? 0) + quantity);
  return [...pieces].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

export function isSameLines(some: readonly Line[], others: readonly Line[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ sku, quantity }, index) => others[index]?.sku === sku && others[index].quantity === quantity)
  );
}
