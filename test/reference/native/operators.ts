/** Each entry of each field’s array in a pattern, `$or` at any level gone into. */
export function entriesOf(pattern: unknown): readonly unknown[] {
  if (Array.isArray(pattern)) return pattern;
  if (typeof pattern !== 'object' || pattern === null) throw new Error(`No pattern: ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).flatMap(([key, value]) =>
    key === '$or' && Array.isArray(value) ? value.flatMap(entriesOf) : entriesOf(value),
  );
}

/** What a table of operators says of an entry: why it is not taken, or nothing. `literal` is asked of a plain value. */
export type Check = (operand: unknown) => string | undefined;
export type Operators = Readonly<Record<string, Check>> & { readonly literal: Check };

/** Throws for the first entry that the table does not take. */
export function checkOperators(pattern: unknown, operators: Operators): void {
  for (const entry of entriesOf(pattern)) {
    const isOperator = typeof entry === 'object' && entry !== null;
    const [[operator, operand] = ['literal', entry]] = isOperator ? Object.entries(entry) : [];
    const why = Object.hasOwn(operators, operator) ? operators[operator]?.(operand) : 'there is no such operator';
    if (why !== undefined) throw new Error(`${JSON.stringify(entry)}: ${why}`);
  }
}

export function isText(operand: unknown): string | undefined {
  return typeof operand === 'string' ? undefined : 'a text is expected';
}

/** "15 digits of precision, or six digits to the right of the decimal point", between -5.0e9 and +5.0e9. */
function isDocumented(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= 5.0e9 && !/\.\d{7}|e-/.test(String(value));
}

export function isRange(operand: unknown): string | undefined {
  const numbers: readonly unknown[] = Array.isArray(operand) ? operand.filter((_, index) => index % 2 === 1) : [];
  return numbers.length > 0 && numbers.every(isDocumented) ? undefined : 'a range of documented numbers is expected';
}

/** Values of which each is a text or a number. */
export function areValues(operand: unknown): string | undefined {
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [];
  const isRight = values.every((value) => typeof value === 'string' || isDocumented(value));
  return values.length > 0 && isRight ? undefined : 'texts or documented numbers are expected';
}

/** Whole numbers are compared "at the string representation level": 300 is then not 300.0. */
export function isNoNumber(operand: unknown): string | undefined {
  return typeof operand === 'number' ? 'a number is compared as it is written' : undefined;
}

export function isBoolean(operand: unknown): string | undefined {
  return typeof operand === 'boolean' ? undefined : 'true or false is expected';
}
