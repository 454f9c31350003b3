import { readWants, type Test, type Want } from '../../../bench/peers/npm/wants.ts';

/** Finds which of the bench's rules want an event by trying all of them on what stands at their paths. */
export function bruteForce(rules: readonly string[]): (event: object) => number[] {
  const all = rules.map(readWants);
  return (event) => all.flatMap((wants, index) => (wants.every((want) => holds(want, event)) ? [index] : []));
}

function holds({ array, path, test }: Want, event: object): boolean {
  if (array === undefined) return passes(valueAt(event, path), test);
  const elements: unknown = valueAt(event, array);
  return (
    Array.isArray(elements) && elements.some((element) => passes(path === '' ? element : valueAt(element, path), test))
  );
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), value);
}

function passes(value: unknown, test: Test): boolean {
  switch (test.kind) {
    case 'in':
      return test.values.includes(value);
    case 'not-in':
      return !test.values.includes(value);
    case 'matches':
      return typeof value === 'string' && test.regex.test(value);
    case 'matches-not':
      return !(typeof value === 'string' && test.regex.test(value));
    case 'range':
      return typeof value === 'number' && isWithin(value, test);
  }
}

function isWithin(number: number, { equal, above, below }: Extract<Test, { kind: 'range' }>): boolean {
  if (equal !== undefined) return number === equal;
  return (above === undefined || number > above) && (below === undefined || number < below);
}
