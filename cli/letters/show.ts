import type { Command } from 'commander';
import { type Letter, readLetter } from '../../shared/delivery/letters.ts';
import { openPlaces, type PlaceOptions } from '../place.ts';
import { addPlaceOptions } from '../place-options.ts';
import { formatAge, paint, plain, prettyJson } from '../text.ts';
import { type Found, findOne } from './find-letters.ts';
import { commandFor, toReport } from './to-report.ts';

type Options = PlaceOptions & { readonly json?: boolean };

/** `waybill dead-letters show ID`: one letter whole, its event's data too. */
export function addShow(parent: Command): void {
  addPlaceOptions(parent.command('show'))
    .description('Show one dead letter whole, with its event and its data.')
    .argument('<id>', 'the letter’s id, or as much of its beginning as tells it from the others')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExamples:\n  waybill dead-letters show 3f2a\n  waybill dead-letters show 3f2a --json')
    .action(async (id: string, options: Options) => {
      const found = await findOne(await openPlaces(options), id);
      const letter = await readLetter(found.place.ports.bodies, found.entry.id);
      const text = options.json === true ? JSON.stringify(toDocument(found, letter)) : toText(found, letter);
      process.stdout.write(`${text}\n`);
    });
}

function toDocument(found: Found, { event, raw }: Letter) {
  return { ...toReport(found), event: event ?? null, rawSize: raw.length, raw: Buffer.from(raw).toString('base64') };
}

function toText(found: Found, { event, raw }: Letter): string {
  const { entry, place } = found;
  const { id, route = 'none', code, reason, attempts, filed, status, since, redrive } = entry;
  const age = (time: number) => `${new Date(time).toISOString()}, ${formatAge(Date.now() - time)} ago`;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['letter', plain(id)],
    ['cloud', `${place.cloud} (${place.where})`],
    ['route', plain(route)],
    ['reason', `${plain(code)}: ${plain(reason, 2_000)}`],
    ['attempts', String(attempts)],
    ['filed', age(filed)],
    ['status', status === 'filed' ? status : `${status}, ${age(since)}`],
    ['redrives', String(redrive)],
    ['raw', `${raw.length} bytes`],
  ];
  const table = rows.map(([name, value]) => `${paint('dim', name.padEnd(9))} ${value}`).join('\n');
  const body = event === undefined ? plain(new TextDecoder().decode(raw), 2_000) : prettyJson(event);
  const heading = event === undefined ? 'What came, which holds no event' : 'The event';
  return `${table}\n\n${paint('bold', heading)}\n${body}\n\n${toAdvice(found)}`;
}

function toAdvice({ entry, place }: Found): string {
  const command = commandFor(entry, place);
  if (entry.status === 'discarded') return 'It was discarded, and is kept to be read.';
  return entry.event === undefined
    ? `It cannot be redriven. Once it is dealt with: ${command}`
    : `Redrive it: ${command}`;
}
