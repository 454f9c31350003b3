/** An error among others: what it lies in, outermost first, and itself last. */
export type Part = readonly [...above: object[], error: object];

/** Errors nest `errors` and `cause` deeper than this only when something is wrong with them. */
const DEPTH = 16;

/** An error and all that lies in it, outer ones first. The client leaves gaps in `errors`, and `cause` may lead back. */
export function walk(error: unknown): readonly Part[] {
  const found = new Map<object, Part>();
  const visit = (one: unknown, above: readonly object[]): void => {
    if (typeof one !== 'object' || one === null || found.has(one) || above.length > DEPTH) return;
    const part: Part = [...above, one];
    found.set(one, part);
    const { errors, cause }: { errors?: unknown; cause?: unknown } = one;
    if (Array.isArray(errors)) for (const inner of errors) visit(inner, part);
    visit(cause, part);
  };
  visit(error, []);
  return [...found.values()];
}

export function errorOf(part: Part): object {
  return part[part.length - 1] ?? {};
}

/** A text field of an error, else ''. */
export function text(error: object, field: string): string {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : '';
}
