/** What JSON can say; numbers may be infinite, as JSON.parse makes of 1e400. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An object with these members as its own, `__proto__` among them. */
export function objectOf(members: readonly (readonly [string, Json])[]): { readonly [key: string]: Json } {
  return Object.fromEntries(members);
}
