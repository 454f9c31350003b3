import { type Command, InvalidArgumentError } from 'commander';
import { countByCode } from '../../shared/delivery/letter-index.ts';
import { openPlaces, type PlaceOptions, wheresOf } from '../place.ts';
import { count, formatAge, paint, plain } from '../text.ts';
import { type Found, listFound } from './find-letters.ts';
import { addLetterOptions, type FilterOptions, toFilter } from './letter-options.ts';
import { commandFor, toReport } from './to-report.ts';

type Options = PlaceOptions &
  FilterOptions & { readonly all?: boolean; readonly limit?: number; readonly json?: boolean };

/** `waybill dead-letters list`: how many for which reason, then each with the command that redrives it. */
export function addList(parent: Command): void {
  addLetterOptions(parent.command('list'))
    .description('List dead letters, grouped by reason.')
    .option('--limit <n>', 'show so many (20 unless told)', parseLimit)
    .option('--all', 'show every one')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(list);
}

const EXAMPLES = `
Examples:
  waybill dead-letters list
  waybill dead-letters list --cloud gcp --code schema --newer-than 1h
  waybill dead-letters list --status redriven --json
  waybill dead-letters list --cloud aws --env     the deployed function's letters`;

async function list(options: Options): Promise<void> {
  const places = await openPlaces(options);
  const found = await listFound(places, toFilter(options));
  if (options.json === true) return print(JSON.stringify(toDocument(found, options)));
  const status = options.status === 'all' ? '' : `${options.status ?? 'filed'} `;
  print(`${count(found.length, `${status}letter`)} (${wheresOf(places)})`);
  for (const group of groupsOf(found)) print(`  ${String(group.count).padStart(5)}  ${plain(group.code)}`);
  const shown = found.slice(0, limitOf(options) ?? 20);
  for (const letter of shown) print(toText(letter));
  if (shown.length < found.length) print(`\n… and ${found.length - shown.length} more: --all shows every one`);
  if (found.length === 0 && options.status === 'filed') print('Those already dealt with: --status all');
}

function toDocument(found: readonly Found[], options: Options) {
  const letters = found.slice(0, limitOf(options)).map(toReport);
  return { total: found.length, groups: groupsOf(found), letters };
}

function limitOf({ all, limit }: Options): number | undefined {
  return all === true ? Number.POSITIVE_INFINITY : limit;
}

function groupsOf(found: readonly Found[]) {
  return countByCode(found.map(({ entry }) => entry));
}

function toText({ entry, place }: Found): string {
  const { id, route = 'no route', code, reason, attempts, filed, event, status } = entry;
  const columns = [
    paint('bold', plain(id)),
    place.cloud.padEnd(5),
    plain(route).padEnd(8),
    plain(event === undefined ? 'no event' : `${event.type} ${event.subject ?? event.id}`, 60),
    `${formatAge(Date.now() - filed)} ago`,
    count(attempts, 'attempt'),
    status,
  ];
  const why = `${paint('red', plain(code))}: ${plain(reason)}`;
  const command = status === 'discarded' ? '' : `\n  ${paint('dim', commandFor(entry, place))}`;
  return `\n${columns.join('  ')}\n  ${why}${command}`;
}

function parseLimit(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a number of letters.');
  return Number(text);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
