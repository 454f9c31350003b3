import { BlobResized, BlobUploaded } from './blob.ts';
import { InventoryRejected, InventoryReserved, StockReleased } from './inventory.ts';
import { OrderCancelled, OrderPlaced, OrderShipped } from './order.ts';
import { PaymentFailed, PaymentRefunded, PaymentSuccessful } from './payment.ts';
import type { Schema } from './schema.ts';

/** Every event type that this router knows the shape of: what `ctx.emit` is checked against and `waybill send --type` makes. */
export const events = {
  'blob.uploaded': BlobUploaded,
  'blob.resized': BlobResized,
  'order.placed': OrderPlaced,
  'order.shipped': OrderShipped,
  'order.cancelled': OrderCancelled,
  'inventory.reserved': InventoryReserved,
  'inventory.rejected': InventoryRejected,
  'stock.released': StockReleased,
  'payment.successful': PaymentSuccessful,
  'payment.failed': PaymentFailed,
  'payment.refunded': PaymentRefunded,
} as const satisfies Readonly<Record<string, Schema>>;

type Known = typeof events;

/** The data of an event type: from its schema where one is listed here, else unknown. */
export type DataOf<Type extends string> = Type extends keyof Known
  ? NonNullable<Known[Type]['~standard']['types']>['output']
  : unknown;
