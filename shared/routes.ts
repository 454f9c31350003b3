import { cancelOrder } from './handlers/cancel-order.ts';
import { chargeCustomer } from './handlers/charge-customer.ts';
import { confirmOrder } from './handlers/confirm-order.ts';
import { reserveStock } from './handlers/reserve-stock.ts';
import { resizeImage } from './handlers/resize-image.ts';
import { shipOrder } from './handlers/ship-order.ts';
import { join } from './routing/join.ts';
import { route } from './routing/route.ts';
import { defineRoutes } from './routing/table.ts';
import { BlobUploaded } from './schemas/blob.ts';
import { OrderPlaced } from './schemas/order.ts';

/** The route table: which events go to which handlers, on every cloud. */
export const routes = defineRoutes([
  route({
    name: 'resize',
    on: 'blob.uploaded',
    where: { data: { contentType: [{ prefix: 'image/' }], name: [{ 'anything-but': { prefix: 'thumbnails/' } }] } },
    schema: BlobUploaded,
    handle: resizeImage,
    emits: ['blob.resized'],
  }),
  route({ name: 'confirm', on: 'order.placed', schema: OrderPlaced, handle: confirmOrder }),
  route({
    name: 'reserve',
    on: 'order.placed',
    schema: OrderPlaced,
    handle: reserveStock,
    emits: ['inventory.reserved', 'inventory.rejected'],
  }),
  route({
    name: 'charge',
    on: 'order.placed',
    schema: OrderPlaced,
    handle: chargeCustomer,
    emits: ['payment.successful', 'payment.failed'],
    retry: { attempts: 5 },
    timeout: '20s',
  }),
  join({
    name: 'ship',
    opens: 'order.placed',
    all: ['inventory.reserved', 'payment.successful'],
    unless: ['inventory.rejected', 'payment.failed'],
    by: 'subject',
    within: '24h',
    handle: shipOrder,
    otherwise: cancelOrder,
    emits: ['order.shipped', 'order.cancelled', 'stock.released', 'payment.refunded'],
  }),
]);
