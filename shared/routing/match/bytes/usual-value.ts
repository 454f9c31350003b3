import { skipValue } from './skip.ts';
import type { Step } from './steps.ts';
import { endOfStretch, toStretch } from './stretch.ts';

const COMMA = 0x2c;
const CLOSE_OBJECT = 0x7d;

/** The value of a name that no rule asks for: known at once if it is the usual one, and nothing goes on with it, as digits would. */
export function skipUnwanted(text: DataView, from: number, step: Step): number {
  if (step.usual !== undefined) {
    const end = endOfStretch(step.usual, text, from);
    const code = end === -1 ? 0 : text.getUint8(end);
    if (code === COMMA || code === CLOSE_OBJECT) return end;
  }
  const end = skipValue(text, from);
  if (step.misses < MOST_MISSES && end > 0) learn(step, text, from, end);
  return end;
}

/** Longer values are not remembered, nor those of a name that had another each time. */
const LONGEST_USUAL = 64;
const MOST_MISSES = 8;

/** Remembers the value that stands here, which was found to be right. */
function learn(step: Step, bytes: DataView, from: number, end: number): void {
  step.misses++;
  const isWorthIt = step.misses < MOST_MISSES && end - from <= LONGEST_USUAL;
  step.usual = isWorthIt ? toStretch(new Uint8Array(bytes.buffer, bytes.byteOffset + from, end - from)) : undefined;
}
