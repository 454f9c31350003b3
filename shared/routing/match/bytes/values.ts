import type { Leaf } from '../leaf.ts';
import type { PathLeaves } from '../leaves.ts';
import type { EventBytes } from './event-bytes.ts';
import { readNumber } from './numbers.ts';
import { createTexts } from './texts.ts';

/** Reads the value of a leaf from the bytes of its event, when somebody asks for it. */
export type ReadValue = (event: EventBytes, here: PathLeaves, index: number) => Leaf;

export function createValues(): ReadValue {
  const readText = createTexts();
  return (event, here, index) => {
    const known = here.values[index];
    if (known !== undefined) return known;
    const start = here.starts[index] ?? 0;
    const end = here.ends[index] ?? 0;
    const isText = event.view.getUint8(start - 1) === 0x22;
    const value = isText ? readText(event, start, end) : readNumber(event, start, end, here.bounds);
    here.values[index] = value;
    return value;
  };
}
