import { describe } from '../../shared/schemas/result.ts';
import { wrap } from '../explain/columns.ts';
import { formatAge, paint, plain } from '../text.ts';
import type { ShortRoute } from './in-short.ts';
import type { Listed, ListedRoute, ListedTopic } from './to-listed.ts';

/** More alternatives of a pattern are counted. */
const MOST = 5;

/**
 * Each route with what it takes, under which conditions, what it emits, and how well each cloud’s filter fits, for a terminal; then each
 * reason why one does not, once, and the clouds that the table cannot be made into filters of.
 */
export function listText({ routes, topics, clouds }: Listed): string {
  const width = Math.max(0, ...routes.map(({ route }) => route.length));
  const reasons = [...new Set(routes.flatMap(reasonsOf))];
  const problems = Object.entries(clouds).flatMap(([cloud, { problem }]) =>
    problem === undefined ? [] : [wrap(`${cloud}: `, plain(describe(problem), 1_000))],
  );
  return [
    ...routes.map((route) => routeText(route, { width, reasons })),
    ...(topics.length + reasons.length + problems.length === 0 ? [] : ['']),
    ...topics.map(topicText),
    ...reasons.map((why, index) => wrap(`[${index + 1}] `, plain(why, 1_000))),
    ...problems,
  ].join('\n');
}

function topicText({ topic, mode, types }: ListedTopic): string {
  return wrap(`topic ${plain(topic, 250)} (${mode}): `, plain(types.join(', '), 1_000));
}

type Shared = { readonly width: number; readonly reasons: readonly string[] };

function reasonsOf({ clouds }: ListedRoute): readonly string[] {
  return Object.values(clouds).flatMap((fits) => Object.values(fits).flatMap(({ why }) => why ?? []));
}

function routeText(listed: ListedRoute, { width, reasons }: Shared): string {
  const { route, emits } = listed;
  const rows = [
    takes(listed),
    ...conditions(listed),
    ...(emits.length > 0 ? [`→ ${emits.join(', ')}`] : []),
    ...fitRows(listed, reasons),
  ];
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

/** One row for the clouds that say the same. */
function fitRows({ clouds }: ListedRoute, reasons: readonly string[]): readonly string[] {
  const rows = Object.entries(clouds).map(([cloud, fits]) => ({
    cloud,
    text: Object.entries(fits)
      .map(([trigger, { fit, why }]) => `${trigger} ${fit}${why === undefined ? '' : ` [${reasons.indexOf(why) + 1}]`}`)
      .join(', '),
  }));
  const alike = Map.groupBy(rows, ({ text }) => text);
  return [...alike].map(([text, group]) => `${group.map(({ cloud }) => cloud).join(', ')}: ${text}`);
}
