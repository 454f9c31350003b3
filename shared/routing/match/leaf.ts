/** A JSON value that is neither an array nor an object: what a pattern compares. */
export type Leaf = string | number | boolean | null;

/** One alternative of a field. `values` are the field's leaves in the event: none when it is missing, several from an array. */
export type Condition = { readonly holds: (values: readonly Leaf[]) => boolean };

/** An operator with its operand and the operand's place. */
export type Operation = { readonly operator: string; readonly operand: unknown; readonly at: string };

/** A condition that holds when one of the field's leaves passes: EventBridge's rule for arrays. */
export function someLeaf(test: (leaf: Leaf) => boolean): Condition {
  return { holds: (values) => values.some(test) };
}

export function isLeaf(value: unknown): value is Leaf {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
