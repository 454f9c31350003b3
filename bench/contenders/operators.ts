/**
 * The operators of content patterns, as JSON: `exact`, `prefix`, and one over another as `anything-but prefix`. Arrays count as one too,
 * when a rule looks into the elements of the lots' coordinates.
 */
export function operatorsOf(rules: readonly string[]): ReadonlySet<string> {
  // A workload's rules are all alike, and reading a hundred thousand would take longer than matching.
  return new Set(rules.slice(0, 100).flatMap((rule) => readFields(JSON.parse(rule))));
}

function readFields(pattern: object): string[] {
  return Object.entries(pattern).flatMap(([key, value]) => {
    const inner = Array.isArray(value) ? value.map(readOperator) : readFields(value);
    return key === 'coordinates' ? ['arrays', ...inner] : inner;
  });
}

function readOperator(condition: unknown): string {
  const [entry] = isRecord(condition) ? Object.entries(condition) : [];
  if (entry === undefined) return 'exact';
  const [operator, operand] = entry;
  return isRecord(operand) ? `${operator} ${Object.keys(operand)[0]}` : operator;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
