/** What stands for the contents of routes.json in an expanded text. */
export const ROUTES = 'ROUTES';

/** Gives the text of a Terraform value with each `local.NAME` in it replaced by what that is, down to `ROUTES`. */
export type Expand = (value: unknown) => string;

export function createExpand(locals: Readonly<Record<string, unknown>>): Expand {
  const expand = (value: unknown, within: readonly string[]): string =>
    textOf(value).replace(/\blocal\.(\w+)/g, (_, name: string) => {
      const local = Object.hasOwn(locals, name) ? textOf(locals[name]) : '';
      if (local.includes('routes.json')) return ROUTES;
      return within.includes(name) ? '' : `(${expand(local, [...within, name])})`;
    });
  return (value) => expand(value, []);
}

function textOf(value: unknown): string {
  // Quotes within an expression come escaped, and what is looked for is a quoted name.
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '').replaceAll('\\', '');
}
