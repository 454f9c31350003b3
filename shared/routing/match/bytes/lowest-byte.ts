/** Which of four bytes, the lowest first, has the lowest bit that is set. Not by negation, which the engine does in floating point. */
export function lowestByte(bits: number): number {
  return (32 - Math.clz32(~bits & (bits - 1))) >> 3;
}
