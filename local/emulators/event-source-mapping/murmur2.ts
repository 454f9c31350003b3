/**
 * The 32-bit hash that Kafka's Java client takes of a key to choose its partition (`Utils.murmur2` in Apache Kafka), so
 * that a key lands here in the partition where it lands there.
 */
export function murmur2(data: Uint8Array): number {
  const m = 0x5bd1e995;
  const whole = data.length & ~3;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let h = 0x9747b28c ^ data.length;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(view.getInt32(i, true), m);
    k = Math.imul(k ^ (k >>> 24), m);
    h = Math.imul(h, m) ^ k;
  }
  if (whole < data.length) h = Math.imul(h ^ tail(data, whole), m);
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
}

/** The one to three bytes that are left, the first one lowest. */
function tail(data: Uint8Array, start: number): number {
  let value = 0;
  for (let i = data.length - 1; i >= start; i--) value = (value << 8) | (data[i] ?? 0);
  return value;
}
