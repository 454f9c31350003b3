/** What the samples' shop has in the house: enough for a hundred sample orders, and one product that is out of stock. */
export const SAMPLE_STOCK: ReadonlyMap<string, number> = new Map([
  ['TEA-100', 200],
  ['CUP-BLUE', 400],
  ['POT-IRON', 0],
]);
