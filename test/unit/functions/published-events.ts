import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

const json = { datacontenttype: 'application/json' };

export const EVENT = toEvent({
  subject: 'order-1',
  time: '2026-01-31T12:00:00.123Z',
  dataschema: 'https://shop.example/schemas/1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  waybilldepth: 3,
  ...json,
  data: { orderId: 'order-1', lines: [{ sku: 'mug', quantity: 2 }] },
});

/** What a publisher must hand on as it is. */
export const published = Object.entries({
  'an event with every attribute and extensions': EVENT,
  'a time finer than milliseconds, in a zone': toEvent({ time: '2026-01-31T12:00:00.123456+01:00', ...json, data: {} }),
  'text beyond ASCII': toEvent({ subject: 'Zoë/50 % + 😀.jpg', ...json, data: { 'n°': 'ß\n' } }),
  bytes: toEvent({ datacontenttype: 'image/png', data_base64: 'iVBORw0KGgo=' }),
  'plain text': toEvent({ datacontenttype: 'text/plain', data: 'two\nlines' }),
  'null as data': toEvent({ ...json, data: null }),
  'no data, and no attribute more than it needs': toEvent({}),
});

function toEvent(more: object): CloudEvent {
  return { specversion: '1.0', id: 'e-1', source: '/waybill/reserve', type: 'inventory.reserved', ...more };
}
