import { isOneNumber, type Range } from '../../../shared/routing/match/condition.ts';
import { type Lowered, said, wider } from './lowered.ts';

/**
 * EventBridge documents numbers from -5.0e9 to 5.0e9 with six decimals ("Numeric matching"), and says of no others that it compares them:
 * a range that reaches beyond could lose an event. Whole values are compared by their text there, so that equality is a range too.
 */
export const LARGEST = 5_000_000_000;
const DECIMALS = 6;
const WHY = 'EventBridge and Lambda compare numbers up to 5,000,000,000 with 6 decimals';

export function lowerNumber(value: number): Lowered {
  if (Number.isNaN(value)) return said();
  return isCompared(value) ? said({ numeric: ['=', value] }) : wider(WHY);
}

export function lowerRange(range: Range): Lowered {
  const { low, lowOpen, high, highOpen } = range;
  if (isOneNumber(range)) return lowerNumber(low);
  if (low >= high) return said();
  if (!isCompared(low) || !isCompared(high)) return wider(WHY);
  return said({ numeric: [lowOpen ? '>' : '>=', low, highOpen ? '<' : '<=', high] });
}

export function isCompared(value: number): boolean {
  return Math.abs(value) <= LARGEST && Number(value.toFixed(DECIMALS)) === value;
}
