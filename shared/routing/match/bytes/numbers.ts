import type { EventBytes } from './event-bytes.ts';

/** The powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** A digit more may still be told apart. */
const EXACT = 900_719_925_474_098;
/** A few roundings, each of half a unit in the 53rd place. */
const ERROR = 2 ** -49;

/**
 * A number that was found to be right, from its first byte to behind its last. One of up to 15 digits, as most are, is put together at once:
 * what is divided by a power of ten that a double holds is rounded once, and so exact (Clinger 1990). For one of up to 19, the result may be
 * off by some units in the last place: it is given where no bound is so near that this could be told. All others are read by the engine.
 */
export function readNumber(event: EventBytes, start: number, end: number, bounds: Float64Array | undefined): number {
  const { view } = event;
  const negative = view.getUint8(start) === 0x2d;
  let high = 0;
  let low = 0;
  let lowDigits = 0;
  let point = end;
  for (let at = negative ? start + 1 : start; at < end; at++) {
    const code = view.getUint8(at);
    if (code === 0x2e) point = at + 1;
    else if (code > 0x39) return byEngine(event, start, end);
    else if (high <= EXACT) high = high * 10 + (code - 0x30);
    else {
      low = low * 10 + (code - 0x30);
      lowDigits++;
    }
  }
  const power = POWERS[end - point];
  if (power === undefined || lowDigits > 4) return byEngine(event, start, end);
  if (lowDigits === 0) return negative ? -(high / power) : high / power;
  const size = (high * (POWERS[lowDigits] ?? 1) + low) / power;
  const value = negative ? -size : size;
  return bounds !== undefined && isFarFrom(bounds, value, size * ERROR) ? value : byEngine(event, start, end);
}

function byEngine({ bytes }: EventBytes, start: number, end: number): number {
  return Number(bytes.toString('latin1', start, end));
}

/** Whether no bound is within the distance. */
function isFarFrom(bounds: Float64Array, value: number, distance: number): boolean {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] ?? 0) < value - distance) low = middle + 1;
    else high = middle;
  }
  const next = bounds[low];
  return next === undefined || next > value + distance;
}
