/** A Pub/Sub filter before it is written ("Filter messages from a subscription", Pub/Sub documentation). */
export type Expression =
  | { readonly kind: 'test'; readonly text: string }
  | { readonly kind: 'not'; readonly of: Expression }
  /** Of nothing: true for AND, false for OR. */
  | { readonly kind: 'AND' | 'OR'; readonly of: readonly Expression[] };

export const TRUE: Expression = { kind: 'AND', of: [] };
export const FALSE: Expression = { kind: 'OR', of: [] };

export function isTrue(expression: Expression): boolean {
  return expression.kind === 'AND' && expression.of.length === 0;
}

export function isFalse(expression: Expression): boolean {
  return expression.kind === 'OR' && expression.of.length === 0;
}

export function and(...of: readonly Expression[]): Expression {
  return of.some(isFalse) ? FALSE : join('AND', of);
}

export function or(...of: readonly Expression[]): Expression {
  return of.some(isTrue) ? TRUE : join('OR', of);
}

function join(kind: 'AND' | 'OR', parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  const of = [...new Map(flat.map((part) => [write(part), part])).values()];
  const [only, ...more] = of;
  return only !== undefined && more.length === 0 ? only : { kind, of };
}

export function not(of: Expression): Expression {
  if (of.kind === 'not') return of.of;
  if (of.kind !== 'test' && of.of.length === 0) return isTrue(of) ? FALSE : TRUE;
  return { kind: 'not', of };
}

/** AND and OR may not be mixed without parentheses. */
export function write(expression: Expression): string {
  if (expression.kind === 'test') return expression.text;
  if (expression.kind === 'not') return `NOT ${inside(expression.of)}`;
  return expression.of.map(inside).join(` ${expression.kind} `);
}

function inside(expression: Expression): string {
  return expression.kind === 'AND' || expression.kind === 'OR' ? `(${write(expression)})` : write(expression);
}

/** The key is a name of letters, digits, hyphens and underscores: it needs no quotes. */
export function has(key: string): Expression {
  return { kind: 'test', text: `attributes:${key}` };
}

export function equal(key: string, text: string): Expression {
  return { kind: 'test', text: `attributes.${key}=${quote(text)}` };
}

export function beginsWith(key: string, text: string): Expression {
  return { kind: 'test', text: `hasPrefix(attributes.${key},${quote(text)})` };
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Characters that one does not see, and halves of others, are not written into a filter. */
export function canWrite(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}
