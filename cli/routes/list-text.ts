import { wrap } from '../explain/columns.ts';
import { formatAge, paint, plain } from '../text.ts';
import type { ShortRoute } from './in-short.ts';

/** More alternatives of a pattern are counted. */
const MOST = 5;

/** Each route with what it takes, under which conditions, and what it emits, for a terminal. */
export function listText(routes: readonly ShortRoute[]): string {
  const width = Math.max(0, ...routes.map(({ route }) => route.length));
  return routes.map((route) => routeText(route, width)).join('\n');
}

function routeText(short: ShortRoute, width: number): string {
  const { route, emits } = short;
  const rows = [takes(short), ...conditions(short), ...(emits.length > 0 ? [`→ ${emits.join(', ')}`] : [])];
  const [first = '', ...rest] = rows.map((row) => wrap(' '.repeat(width + 2), plain(row, 1_000)));
  return [`${paint('bold', route.padEnd(width + 2))}${first.slice(width + 2)}`, ...rest].join('\n');
}

function takes({ on, join }: ShortRoute): string {
  if (join === undefined) return on.join(', ');
  const unless = join.unless.length === 0 ? '' : `, unless ${join.unless.join(' or ')}`;
  return `${[join.opens, ...join.all].join(' and ')}${unless} (a join by ${join.by}, within ${formatAge(join.within)})`;
}

function conditions({ where = [], filters }: ShortRoute): readonly string[] {
  const shown = where.slice(0, MOST).flatMap((fields, index) => alternativeRows(fields, index === 0 ? 'where' : 'or'));
  const rest = where.length > MOST ? [`or one of ${where.length - MOST} more alternatives`] : [];
  return [...shown, ...rest, ...(filters === undefined ? [] : [`filters ${filters}`])];
}

function alternativeRows(fields: readonly string[], word: string): readonly string[] {
  return fields.map((field, index) => `${index === 0 ? word : 'and'} ${field}`);
}
