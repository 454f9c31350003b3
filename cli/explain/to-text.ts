import { paint, plain } from '../text.ts';
import { terminalWidth, wrap } from './columns.ts';
import type { Report, ReportedRoute } from './explain-event.ts';

/** One route alone, or of a long table all of them. */
type Shown = { readonly only: string | undefined; readonly all: boolean };

/** In a longer table, routes that want another type are counted and not shown. */
const LONG_TABLE = 20;

/** The event, who gets it, each route with a mark, and the hints, for a terminal. */
export function toText(report: Report, shownAs: Shown): string {
  const { hints, routes } = report;
  const shown = routes.filter((route) => isShown(route, routes.length, shownAs));
  const name = Math.max(0, ...shown.map(({ route }) => route.length));
  const rest = shownAs.only === undefined ? routes.length - shown.length : 0;
  return [
    ...heading(report),
    '',
    ...shown.map((route) => routeLines(route, name + 4)),
    ...(rest > 0 ? [paint('dim', `… and ${rest} more that want another type: --all shows them`)] : []),
    ...(hints.length > 0 ? ['', paint('bold', 'Hints'), ...hints.map(hintLine)] : []),
  ].join('\n');
}

function isShown({ route, failed }: ReportedRoute, count: number, { only, all }: Shown): boolean {
  if (only !== undefined) return route === only;
  return all || count <= LONG_TABLE || failed?.at !== '/type';
}

function heading({ event, routes }: Report): readonly string[] {
  const { type, subject, source, id } = event;
  const about = [subject, `from ${source}`, `id ${id}`].filter((part) => part !== undefined).map((part) => plain(part));
  const takers = routes.filter(({ matched }) => matched).map(({ route }) => route);
  const goes = takers.length === 0 ? paint('red', 'goes nowhere') : `goes to ${paint('green', takers.join(', '))}`;
  return [`${paint('bold', plain(type))}  ${about.join('  ')}`, goes];
}

function routeLines({ route, kind, failed, refused }: ReportedRoute, indent: number): string {
  const name = route.padEnd(indent - 4);
  const label = `${name}  `;
  const what = kind === 'join' ? 'matched (join)' : 'matched';
  // Whoever wants another type is there to be seen, and not in the way of who nearly took it.
  if (failed?.at === '/type') return paint('dim', `✗ ${label}${reasonLines(failed, indent)}`);
  if (failed !== undefined) return `${paint('red', '✗')} ${label}${reasonLines(failed, indent)}`;
  if (refused === undefined) return `${paint('green', '✓')} ${label}${what}`;
  const { code, at, expected, got } = refused;
  const but = `${what}, but becomes a dead letter, ${code}:`;
  return `${paint('yellow', '!')} ${label}${but}\n${' '.repeat(indent)}${reasonLines({ at, wanted: expected, got }, indent)}`;
}

type Reason = { readonly at: string; readonly wanted: string; readonly got: string };

/** On one line where it fits, else place, wanted and got under each other. */
function reasonLines(reason: Reason, indent: number): string {
  const [at, wanted, got] = [reason.at === '' ? 'the event' : reason.at, reason.wanted, reason.got].map((text) =>
    plain(text, 400),
  );
  const line = `${at}: wanted ${wanted}, got ${got}`;
  const width = terminalWidth();
  if (indent + line.length <= width) return line;
  const row = (label: string, text = '') => wrap(`${' '.repeat(indent)}${label} `, text);
  return [at, row('wanted', wanted), row('got   ', got)].join('\n');
}

function hintLine(hint: string): string {
  return wrap('  · ', plain(hint, 400));
}
