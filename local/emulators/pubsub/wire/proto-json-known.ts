import type { FieldDescriptor } from './proto.ts';

const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const duration = /^(-?\d+)(?:\.(\d{1,9}))?s$/;

/** A scalar, a Duration, a Timestamp or a FieldMask from its JSON form; undefined for what is none of them or does not fit. */
export function readWellKnown({ type, typeName }: FieldDescriptor, value: unknown): unknown {
  if (type === 'TYPE_STRING' || type === 'TYPE_ENUM') return typeof value === 'string' ? value : undefined;
  if (type === 'TYPE_BOOL') return typeof value === 'boolean' ? value : undefined;
  if (type === 'TYPE_INT32' || type === 'TYPE_INT64') return readInteger(value);
  if (typeof value !== 'string') return undefined;
  if (type === 'TYPE_BYTES') return base64.test(value) ? Buffer.from(value, 'base64') : undefined;
  if (typeName.endsWith('Duration')) return readDuration(value);
  if (typeName.endsWith('Timestamp')) return readTimestamp(value);
  if (typeName.endsWith('FieldMask')) return { paths: value.split(',').filter(Boolean) };
  return undefined;
}

/** The JSON form of such a value; what is none of them stays as it is. */
export function writeWellKnown({ type, typeName }: FieldDescriptor, value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (type !== 'TYPE_MESSAGE') return value;
  const { seconds, nanos } = secondsOf(value);
  if (typeName.endsWith('Duration')) return `${seconds + nanos / 1e9}s`;
  if (typeName.endsWith('Timestamp')) return new Date(seconds * 1000 + nanos / 1e6).toISOString();
  return value;
}

function readInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return Number.isSafeInteger(number) ? Number(number) : undefined;
}

function readDuration(text: string): object | undefined {
  const [, seconds, fraction = ''] = duration.exec(text) ?? [];
  return seconds === undefined ? undefined : { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, '0')) };
}

function readTimestamp(text: string): object | undefined {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  return { seconds: Math.floor(ms / 1000), nanos: (((ms % 1000) + 1000) % 1000) * 1e6 };
}

function secondsOf(value: unknown): { seconds: number; nanos: number } {
  if (typeof value !== 'object' || value === null) return { seconds: 0, nanos: 0 };
  return { seconds: Number(Reflect.get(value, 'seconds') ?? 0), nanos: Number(Reflect.get(value, 'nanos') ?? 0) };
}
