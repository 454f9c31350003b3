import { isInt32, type SqlError } from './value.ts';

/** `x operator y` on 32-bit integers. Division rounds towards 0, and a remainder has the sign of `x` (CESQL 1.0.0 §3.4.2). */
export function calculate(x: number, operator: '+' | '-' | '*' | '/' | '%', y: number, errors: SqlError[]): number {
  if (y === 0 && (operator === '/' || operator === '%')) {
    errors.push({ kind: 'math', message: `${x} ${operator} 0: division by zero` });
    return 0;
  }
  return checked(OPERATIONS[operator](x, y), `${x} ${operator} ${y}`, errors);
}

const OPERATIONS = {
  '+': (x: number, y: number) => x + y,
  '-': (x: number, y: number) => x - y,
  '*': (x: number, y: number) => x * y,
  '/': (x: number, y: number) => Math.trunc(x / y),
  '%': (x: number, y: number) => x % y,
};

/** The result, or 0 and an error where 32 bits do not hold it: what wrapped around would pass for a true result in a filter. */
export function checked(result: number, what: string, errors: SqlError[]): number {
  // Minus zero is a 32-bit integer to nobody, and zero after this.
  if (isInt32(result)) return result | 0;
  errors.push({ kind: 'math', message: `${what}: ${result} is no 32-bit integer` });
  return 0;
}
