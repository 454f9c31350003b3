import * as z from 'zod/mini';
import { Quantity } from './order.ts';

const name = z.string().check(z.minLength(1));
const lines = z.array(z.object({ sku: name, quantity: Quantity }));

export const InventoryReserved = z.object({ orderId: name, lines });
export type InventoryReserved = z.infer<typeof InventoryReserved>;

/** `short` lists what could not be had: wanted and available are numbers of pieces. */
export const InventoryRejected = z.object({
  orderId: name,
  short: z.array(z.object({ sku: name, wanted: Quantity, available: z.int().check(z.nonnegative()) })),
});
export type InventoryRejected = z.infer<typeof InventoryRejected>;

export const StockReleased = z.object({ orderId: name, lines });
export type StockReleased = z.infer<typeof StockReleased>;
