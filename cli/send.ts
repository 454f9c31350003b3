import { copyFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { CLOUDS, type CloudName } from '../local/laptop/cloud.ts';
import { type RunningLaptop, readRunFile } from '../local/laptop/run-file.ts';
import { isKnownType } from '../local/samples/sample-for.ts';
import { sampleOrder } from '../local/samples/sample-order.ts';
import { toSampleEvent } from '../local/samples/to-sample-event.ts';
import { messageOf } from '../shared/delivery/port-error.ts';
import { nearest } from '../shared/routing/match/nearest.ts';
import { type CloudEvent, parseCloudEvent } from '../shared/schemas/cloudevent.ts';
import { events } from '../shared/schemas/events.ts';
import { parseJson } from '../shared/schemas/json.ts';
import { describe } from '../shared/schemas/result.ts';
import { namesCluster } from './kafka/local-env.ts';
import { sendToKafka } from './send-to-kafka.ts';

type Target = CloudName | 'kafka';
type Options = { readonly to: Target; readonly type?: string; readonly as?: string; readonly json?: boolean };
type Sent = { readonly cloud: Target; readonly upload?: string; readonly id?: string; readonly type?: string };

/** `waybill send`: a file as an upload, or a CloudEvent, to a running `npm start`; an event to a Kafka, too. */
export function addSend(program: Command): void {
  program
    .command('send')
    .description('Send a file as an upload, or a CloudEvent, to a running `npm start`, or an event to a Kafka.')
    .argument('[file]', 'an event in a .json file; any other file is uploaded')
    .addOption(
      new Option('--to <cloud>', 'the cloud to send it to').choices([...CLOUDS, 'kafka']).makeOptionMandatory(),
    )
    .option('--type <type>', 'send a valid sample of this event type')
    .option('--as <name>', 'the uploaded object’s name, such as photos/cat.jpg (the file’s own unless told)')
    .option('--json', 'print what was sent as JSON')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: Options, command: Command) => {
      if ((file === undefined) === (options.type === undefined))
        command.error('error: expected a file, or --type with an event type');
      const sent = await send(file, options);
      process.stdout.write(`${options.json === true ? JSON.stringify(sent) : toText(sent)}\n`);
    });
}

function toText({ cloud, upload, type, id }: Sent): string {
  // Where the worker of another cluster keeps its state is not known here.
  const next = cloud === 'kafka' && !namesCluster(process.env) ? `\nIts story: npx waybill trace ${id}` : '';
  return `sent ${upload ?? `${type} ${id}`} to ${cloud}${next}`;
}

const HELP = `
Kafka is the cluster that KAFKA_BROKERS or KAFKA_PROPERTIES leads to, else that of
\`waybill kafka up\`, and there the topic of the event’s type, else that of KAFKA_TOPIC
(orders unless set).

Examples:
  waybill send cat.jpg --to gcp
  waybill send event.json --to azure
  waybill send --type order.placed --to aws
  waybill send --type order.placed --to kafka
  KAFKA_PROPERTIES=client.properties waybill send event.json --to kafka`;

async function send(file: string | undefined, { to, type = '', as }: Options): Promise<Sent> {
  const isUpload = file !== undefined && (extname(file) !== '.json' || as !== undefined);
  if (to !== 'kafka' && isUpload) return upload(await laptop(), file, { cloud: to, as: as ?? basename(file) });
  if (isUpload) throw new Error(`--to kafka takes no uploads: expected an event in a .json file, got ${file}`);
  const event = file === undefined ? sample(type) : await readEvent(file);
  await (to === 'kafka' ? sendToKafka(event) : publish(await laptop(), to, event));
  return { cloud: to, id: event.id, type: event.type };
}

async function laptop(): Promise<RunningLaptop> {
  const running = await readRunFile();
  if (running === undefined) throw new Error('Nothing is running: start it with `npm start` in another terminal');
  return running;
}

function sample(type: string): CloudEvent {
  // An order that was placed before would change nothing: each is a new one.
  if (type === 'order.placed') return toSampleEvent(type, sampleOrder(`order-${Date.now().toString(36)}`));
  if (isKnownType(type)) return toSampleEvent(type);
  const known = Object.keys(events);
  const guess = nearest(type, known);
  throw new Error(
    `No sample of the type ${JSON.stringify(type)}${guess === undefined ? '' : `: did you mean ${guess}?`}\nKnown types: ${known.join(', ')}`,
  );
}

async function readEvent(file: string): Promise<CloudEvent> {
  const text = await readFile(file).catch((error: unknown) => {
    throw new Error(`${file} cannot be read: ${messageOf(error)}`);
  });
  const parsed = parseJson(text);
  const event = parsed.ok ? parseCloudEvent(parsed.value) : parsed;
  if (!event.ok)
    throw new Error(
      `${file}: ${describe(event.error)}\nTo upload the file as it is, give it a name: --as ${basename(file)}`,
    );
  return event.value;
}

async function publish({ url }: RunningLaptop, cloud: CloudName, event: CloudEvent): Promise<void> {
  const response = await fetch(`${url}/${cloud}`, { method: 'POST', body: JSON.stringify(event) });
  if (!response.ok) throw new Error(await response.text());
}

/** Puts the file beside its place first, so that the watcher sees all of it at once. */
async function upload(
  { folder }: RunningLaptop,
  file: string,
  { cloud, as }: { readonly cloud: CloudName; readonly as: string },
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
