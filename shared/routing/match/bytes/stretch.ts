/** Bytes that are compared with what stands in an event, four at a time. */
export type Stretch = {
  readonly fours: Int32Array;
  readonly length: number;
  /** The bits of the last four that belong to it. */
  readonly mask: number;
};

export function toStretch(bytes: Uint8Array): Stretch {
  const fours = new Int32Array(Math.ceil(bytes.length / 4));
  for (const [index, byte] of bytes.entries())
    fours[index >> 2] = (fours[index >> 2] ?? 0) | (byte << (8 * (index % 4)));
  const rest = bytes.length % 4;
  return { fours, length: bytes.length, mask: rest === 0 ? -1 : (1 << (8 * rest)) - 1 };
}

/** Whether the stretch stands here. As many bytes are there. */
export function standsAt({ fours, mask }: Stretch, bytes: DataView, from: number): boolean {
  const last = fours.length - 1;
  let at = from;
  for (let index = 0; index < last; index++, at += 4) if (bytes.getInt32(at, true) !== fours[index]) return false;
  return (bytes.getInt32(at, true) & mask) === fours[last];
}

/** Behind the stretch if it stands here, or -1. */
export function endOfStretch(stretch: Stretch, bytes: DataView, from: number): number {
  // What is compared may reach beyond the text and the zeros behind it.
  if (from + stretch.length > bytes.byteLength - 4) return -1;
  return standsAt(stretch, bytes, from) ? from + stretch.length : -1;
}
