import sharp from 'sharp';
import { toBlobUploaded } from '../../shared/schemas/blob.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { OrderPlaced } from '../../shared/schemas/order.ts';
import type { Upload } from './harness.ts';

let count = 0;

/** A name that no other call gets, so that no case finds another's traces. */
export function unique(what: string): string {
  count++;
  return `${what}-${count}`;
}

/** What is on the shelf. An order takes the next one, so that orders that come at once do not wait for each other's stock. */
export const SKUS: readonly string[] = Array.from({ length: 64 }, (_, index) => `tea-${100 + index}`);

export type Order = CloudEvent<OrderPlaced> & { readonly data: OrderPlaced };

export function orderPlaced(id = unique('order'), token = 'tok_1'): Order {
  const data = {
    orderId: id,
    placedAt: '2026-01-31T12:00:00Z',
    customer: { name: 'Ada Köhler', email: 'ada@example.com' },
    currency: 'EUR',
    lines: [{ sku: SKUS[count % SKUS.length] ?? '', title: 'Green tea', quantity: 2, unitAmount: 450 }],
    totalAmount: 900,
    payment: { token },
  };
  return { ...envelope(id, 'order.placed'), subject: id, datacontenttype: 'application/json', data };
}

/** An order that nobody can be written to about: a reject, found by the handler. */
export function anonymousOrder(): Order {
  const order = orderPlaced();
  return { ...order, data: { ...order.data, customer: { name: 'Nobody' } } };
}

/** An event of a type that the table emits and no route wants. */
export function emittedOnly(): CloudEvent {
  return envelope(unique('resized'), 'blob.resized');
}

/** What a scheduler sends. */
export function sweepEvent(): CloudEvent {
  return envelope(unique('sweep'), 'waybill.sweep');
}

/** An event of a type that nobody knows. */
export function unknown(type = 'weather.changed'): CloudEvent {
  return envelope(unique('unknown'), type);
}

function envelope(id: string, type: string) {
  return { specversion: '1.0', id, source: '/shop/contract', type } as const;
}

export function upload(name: string, more: Partial<Upload> = {}): Upload {
  count++;
  return {
    bucket: 'uploads',
    name,
    size: 1000,
    contentType: 'image/jpeg',
    etag: `etag${count}`,
    sequence: count,
    ...more,
  };
}

/** An upload in the canonical form, for the payloads that carry CloudEvents. */
export function uploaded(it: Upload): CloudEvent {
  const { sequence, ...data } = it;
  return toBlobUploaded(`s3://${it.bucket}`, { ...data, version: String(sequence) });
}

/** A real photo, 1600 × 900 pixels. */
export function jpeg(): Promise<Buffer> {
  return sharp({ create: { width: 1600, height: 900, channels: 3, background: '#88aa33' } })
    .jpeg()
    .toBuffer();
}
