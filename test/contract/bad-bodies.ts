import { emittedOnly, orderPlaced, unknown } from './things.ts';

/** Bytes that stand where an event belongs, and the code of the letter that they become. */
export type BadBody = { readonly name: string; readonly code: string; readonly make: () => Uint8Array };

const text = (value: string) => Buffer.from(value);
const json = (value: object) => text(JSON.stringify(value));
const MEGABYTE = 1_000_000;

export const BAD_BODIES: readonly BadBody[] = [
  { name: 'nothing at all', code: 'empty', make: () => text('') },
  { name: 'null', code: 'not-an-event', make: () => text('null') },
  { name: 'a number', code: 'not-an-event', make: () => text('42') },
  { name: 'an array where one event belongs', code: 'not-an-event', make: () => json([emittedOnly()]) },
  { name: 'HTML', code: 'bad-json', make: () => text('<!doctype html><title>Bad gateway</title>') },
  { name: 'half an event', code: 'bad-json', make: () => json(orderPlaced()).subarray(0, 80) },
  { name: 'bytes that are not UTF-8', code: 'bad-utf8', make: notUtf8 },
  { name: 'JSON that is no event', code: 'missing-attribute', make: () => text('{"hello":"world"}') },
  { name: 'two megabytes', code: 'too-large', make: () => padded(2 * MEGABYTE) },
  { name: 'ten megabytes', code: 'too-large', make: () => padded(10 * MEGABYTE) },
  { name: 'JSON 100,000 levels deep', code: 'too-deep', make: deep },
  { name: 'broken base64', code: 'bad-base64', make: () => json({ ...emittedOnly(), data_base64: '!!!!' }) },
  { name: 'an attribute called __proto__', code: 'bad-attribute-name', make: () => withMember('__proto__') },
  { name: 'an attribute called constructor', code: 'bad-attribute', make: () => withMember('constructor') },
  { name: 'the type constructor', code: 'unrouted', make: () => json(unknown('constructor')) },
  { name: 'the type __proto__', code: 'unrouted', make: () => json(unknown('__proto__')) },
];

function notUtf8(): Uint8Array {
  const bytes = json({ ...emittedOnly(), subject: 'caf?' });
  bytes[bytes.indexOf('?')] = 0xe9; // é in Latin-1
  return bytes;
}

function padded(size: number): Uint8Array {
  return json({ ...emittedOnly(), data: 'x'.repeat(size) });
}

function deep(): Uint8Array {
  const levels = 100_000;
  return text(
    JSON.stringify({ ...emittedOnly(), data: 0 }).replace(
      '"data":0',
      `"data":${'['.repeat(levels)}${']'.repeat(levels)}`,
    ),
  );
}

/** Written as text: an object literal would set the prototype. */
function withMember(name: string): Uint8Array {
  return text(JSON.stringify(emittedOnly()).replace('{', `{"${name}":{"polluted":true},`));
}
