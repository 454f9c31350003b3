import { type Command, InvalidArgumentError } from 'commander';
import type { Edit } from '../../shared/delivery/edit-event.ts';
import { type Prepared, prepareRedrive, type Redriven, redrive } from '../../shared/delivery/redrive.ts';
import { parseJson } from '../../shared/schemas/json.ts';
import { plain, prettyJson } from '../text.ts';
import { eachLetter } from './each-letter.ts';
import type { Found } from './find-letters.ts';
import { addLetterOptions } from './letter-options.ts';
import { reportWork } from './report-work.ts';
import { type SelectOptions, select } from './select.ts';

type Options = SelectOptions & { readonly set: readonly Edit[]; readonly dryRun?: boolean; readonly json?: boolean };

/** `waybill dead-letters redrive`: sends letters' events to their routes once more. */
export function addRedrive(parent: Command): void {
  addLetterOptions(parent.command('redrive'))
    .description('Send the events of dead letters to their routes once more.')
    .argument('[ids...]', 'letters’ ids, or as much of their beginnings as is needed')
    .option('--all', 'every filed letter')
    .option(
      '--set <pointer=value>',
      'edit the event first: a JSON Pointer and a JSON value, or a text; may be given again',
      parseEdit,
      [],
    )
    .option('--dry-run', 'only say what would be sent')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

const EXAMPLES = `
Examples:
  waybill dead-letters redrive 3f2a
  waybill dead-letters redrive 3f2a --set /data/customer/email=ada@example.com
  waybill dead-letters redrive --code attempts-exhausted --newer-than 2h --dry-run
  waybill dead-letters redrive --cloud aws --env --all`;

async function run(ids: readonly string[], options: Options, command: Command): Promise<void> {
  const { dryRun = false, json = false, set } = options;
  const found = await select(ids, options, command);
  const closed = dryRun ? undefined : found.find(({ place }) => place.closed !== undefined)?.place.closed;
  if (closed !== undefined) throw new Error(closed);
  const worked = await eachLetter<Redriven>(found, ({ entry, place }: Found) =>
    dryRun
      ? prepareRedrive(place.ports, entry.id, set)
      : redrive(place.ports, place.cloud, { id: entry.id, edits: set }),
  );
  const toLine = (prepared: Redriven, cloud: string) => toText(prepared, { cloud, dryRun });
  reportWork(worked, { done: 'redriven', json, dryRun, toLine, toJson });
}

function toText(
  { entry, event, redrive: number, note }: Redriven,
  { cloud, dryRun }: { cloud: string; dryRun: boolean },
) {
  const to = plain(entry.route ?? 'whoever wants it');
  const what = plain(`${event.type} ${event.subject ?? event.id}`, 80);
  const said = note === undefined ? '' : `\n  ${plain(note)}`;
  const heading = `${plain(entry.id)}  ${cloud} → ${to}  ${what}  redrive ${number}${said}`;
  return dryRun ? `${heading}\n${prettyJson(event)}` : heading;
}

function toJson({ event, redrive: number, note }: Prepared & { readonly note?: string }): object {
  return { redrive: number, event, ...(note === undefined ? {} : { note }) };
}

/** `/data/customer/email=ada@example.com`: what is no JSON is a text. */
function parseEdit(text: string, before: readonly Edit[]): readonly Edit[] {
  const [, at, value] = /^(\/[^=]*)=(.*)$/s.exec(text) ?? [];
  if (at === undefined || value === undefined)
    throw new InvalidArgumentError(
      'expected a JSON Pointer, "=" and a value, such as /data/customer/email=ada@example.com.',
    );
  const parsed = parseJson(value);
  return [...before, { at, value: parsed.ok ? parsed.value : value }];
}
