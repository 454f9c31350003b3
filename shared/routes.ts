import { confirmOrder } from './handlers/confirm-order.ts';
import { resizeImage } from './handlers/resize-image.ts';
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
]);
