import { copyFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { CLOUDS, type CloudName } from '../local/laptop/cloud.ts';
import { type RunningLaptop, readRunFile } from '../local/laptop/run-file.ts';
import { isKnownType } from '../local/samples/sample-for.ts';
import { sampleOrder } from '../local/samples/sample-order.ts';
import { toSampleEvent } from '../local/samples/to-sample-event.ts';
import { nearest } from '../shared/routing/match/nearest.ts';
import { parseCloudEvent } from '../shared/schemas/cloudevent.ts';
import { events } from '../shared/schemas/events.ts';
import { parseJson } from '../shared/schemas/json.ts';
import { describe } from '../shared/schemas/result.ts';

type Options = { readonly to: CloudName; readonly type?: string; readonly as?: string; readonly json?: boolean };
type Sent = { readonly cloud: CloudName; readonly upload?: string; readonly id?: string; readonly type?: string };

/** `waybill send`: a file as an upload, or a CloudEvent, to a running `npm start`. */
export function addSend(program: Command): void {
  program
    .command('send')
    .description('Send a file as an upload, or a CloudEvent, to a running `npm start`.')
    .argument('[file]', 'an event in a .json file; any other file is uploaded')
    .addOption(new Option('--to <cloud>', 'the cloud to send it to').choices([...CLOUDS]).makeOptionMandatory())
    .option('--type <type>', 'send a valid sample of this event type')
    .option('--as <name>', 'the uploaded object’s name, such as photos/cat.jpg (the file’s own unless told)')
    .option('--json', 'print what was sent as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  waybill send cat.jpg --to gcp\n  waybill send event.json --to azure\n  waybill send --type order.placed --to aws',
    )
    .action(async (file: string | undefined, options: Options, command: Command) => {
      if ((file === undefined) === (options.type === undefined))
        command.error('error: expected a file, or --type with an event type');
      const running = await readRunFile();
      if (running === undefined) throw new Error('Nothing is running: start it with `npm start` in another terminal');
      const sent = await send(running, file, options);
      process.stdout.write(
        `${options.json === true ? JSON.stringify(sent) : `sent ${sent.upload ?? `${sent.type} ${sent.id}`} to ${sent.cloud}`}\n`,
      );
    });
}

async function send(running: RunningLaptop, file: string | undefined, options: Options): Promise<Sent> {
  if (file === undefined) return publish(running, options.to, sample(options.type ?? ''));
  if (extname(file) === '.json' && options.as === undefined) return publish(running, options.to, await readEvent(file));
  return upload(running, file, options);
}

function sample(type: string) {
  // An order that was placed before would change nothing: each is a new one.
  if (type === 'order.placed') return toSampleEvent(type, sampleOrder(`order-${Date.now().toString(36)}`));
  if (isKnownType(type)) return toSampleEvent(type);
  const known = Object.keys(events);
  const guess = nearest(type, known);
  throw new Error(
    `No sample of the type ${JSON.stringify(type)}${guess === undefined ? '' : `: did you mean ${guess}?`}\nKnown types: ${known.join(', ')}`,
  );
}

async function readEvent(file: string): Promise<unknown> {
  const parsed = parseJson(await readFile(file));
  const event = parsed.ok ? parseCloudEvent(parsed.value) : parsed;
  if (!event.ok)
    throw new Error(
      `${file}: ${describe(event.error)}\nTo upload the file as it is, give it a name: --as ${basename(file)}`,
    );
  return event.value;
}

async function publish({ url }: RunningLaptop, cloud: CloudName, event: unknown): Promise<Sent> {
  const response = await fetch(`${url}/${cloud}`, { method: 'POST', body: JSON.stringify(event) });
  if (!response.ok) throw new Error(await response.text());
  const { id, type } = event as { id: string; type: string }; // it was a CloudEvent on the way out
  return { cloud, id, type };
}

/** Puts the file beside its place first, so that the watcher sees all of it at once. */
async function upload(
  { folder }: RunningLaptop,
  file: string,
  { to: cloud, as = basename(file) }: Options,
): Promise<Sent> {
  if (!(await stat(file)).isFile()) throw new Error(`${file} is not a file`);
  if (as.split('/').some((step) => step === '' || step.startsWith('.')))
    throw new Error(`--as ${as}: expected a name such as photos/cat.jpg`);
  const path = join(folder, cloud, 'blobs', 'uploads', ...as.split('/'));
  const draft = join(dirname(path), `.${basename(path)}.draft`);
  await mkdir(dirname(path), { recursive: true });
  await copyFile(file, draft);
  await rename(draft, path);
  return { cloud, upload: as };
}
