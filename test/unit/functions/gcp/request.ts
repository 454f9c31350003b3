import { decode, type Payload } from '../../../../functions/gcp/decode.ts';
import { LIMITS } from '../decoded.ts';

type Headers = Payload['headers'];

export function decodePost(headers: Headers, body: Uint8Array | string | object, limits = LIMITS) {
  return decode({ method: 'POST', headers, body: toBytes(body) }, limits);
}

export function toBytes(body: Uint8Array | string | object): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

export const EVENT = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed' } as const;

export const BINARY = { 'ce-specversion': '1.0', 'ce-id': 'e-1', 'ce-source': '/shop', 'ce-type': 'order.placed' };
