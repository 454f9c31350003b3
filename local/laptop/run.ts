import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { startControl } from './control.ts';
import { freshFolder } from './fresh-folder.ts';
import { type Laptop, startLaptop } from './laptop.ts';
import { createNarrator, type Narrator } from './narrator.ts';
import { createPorts } from './ports.ts';
import { findThumbnails, isGood, type Report, toReportedDelivery } from './report.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';
import { introduce, inviteMore, showResults, toMailLine } from './show.ts';
import { watchCode } from './watch-code.ts';

export type RunOptions = {
  readonly once?: boolean;
  readonly json?: boolean;
  readonly watch?: boolean;
  readonly data?: string;
};

/** Runs `npm start` to its end and gives its exit code: after the samples with `once`, else at Ctrl-C. */
export async function runLaptop(options: RunOptions): Promise<number> {
  const interrupted = onInterrupt();
  const narrator = createNarrator(options.json === true ? silent() : process.stdout);
  const deliveries: DeliveryLine[] = [];
  const folder = options.data === undefined ? await freshFolder() : resolve(options.data);
  await mkdir(folder, { recursive: true });
  const port = createPorts(narrator.say);
  let live = false;
  const laptop: Laptop = await startLaptop({
    folder,
    port,
    onDelivery: (line) => {
      deliveries.push(line);
      narrator.delivery(line);
    },
    onMail: (mail) => live && narrator.say(toMailLine(mail)),
    onOther: (cloud, text) => narrator.say(`  ${cloud.padEnd(6)} ${text}`),
  });
  const control = await startControl(await port(8080, 'the control address'), laptop);
  try {
    await writeRunFile({ pid: process.pid, url: control.url, folder });
    introduce(narrator, laptop, control);
    const goLive = () => {
      live = true;
    };
    return await play(options, { narrator, laptop, deliveries, interrupted, goLive });
  } finally {
    await Promise.all([removeRunFile(process.pid), control.close(), laptop.close()]);
  }
}

type Stage = {
  readonly narrator: Narrator;
  readonly laptop: Laptop;
  readonly deliveries: readonly DeliveryLine[];
  readonly interrupted: Promise<void>;
  /** From here on results are told as they come. */
  readonly goLive: () => void;
};

async function play(options: RunOptions, stage: Stage): Promise<number> {
  const { narrator, laptop, deliveries, interrupted } = stage;
  narrator.heading('A photo and an order on each cloud');
  // Loaded only now: the addresses come first.
  const { runSamples } = await import('./samples.ts');
  await runSamples(laptop);
  await finished(stage);
  const report = await toReport(laptop, deliveries);
  showResults(narrator, report, laptop);
  if (options.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  if (options.once === true) return isGood(deliveries) ? 0 : 1;
  inviteMore(narrator, laptop);
  stage.goLive();
  const stopWatching = options.watch === true ? watchCode(laptop, narrator) : () => {};
  await interrupted;
  stopWatching();
  narrator.say('\nStopping.');
  return 0;
}

/** How long the samples may take: a good deal more than any machine needs. */
const PATIENCE_MS = 90_000;

/** Resolves when every sample has come to an end on every cloud and nothing is under way, or when patience or the user ends it. */
async function finished({ laptop, deliveries, interrupted }: Stage): Promise<void> {
  let isStopped = false;
  void interrupted.then(() => {
    isStopped = true;
  });
  const end = Date.now() + PATIENCE_MS;
  const ended = (cloud: string, route: string) =>
    deliveries.some((line) => line.cloud === cloud && line.route === route && line.outcome !== 'retry');
  const isOver = () =>
    laptop.clouds.every(({ name }) => ended(name, 'resize') && ended(name, 'confirm')) && laptop.pending() === 0;
  while (!isOver() && !isStopped && Date.now() < end) await new Promise((wake) => setTimeout(wake, 25));
}

async function toReport(laptop: Laptop, deliveries: readonly DeliveryLine[]): Promise<Report> {
  await Promise.all(laptop.clouds.map((cloud) => cloud.pull?.()));
  const thumbnails = await Promise.all(laptop.clouds.map(({ name }) => findThumbnails(name, laptop.blobRootOf(name))));
  const mails = laptop.mails().map(({ sender = '', to, subject }) => ({ cloud: sender, to, subject }));
  return { deliveries: deliveries.map(toReportedDelivery), thumbnails: thumbnails.flat(), mails };
}

/** Settles at the first Ctrl-C or termination; a second one ends the process at once. */
function onInterrupt(): Promise<void> {
  return new Promise((resolve) => {
    const interrupt = () => {
      resolve();
      process.once('SIGINT', () => process.exit(130));
    };
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
  });
}

function silent(): NodeJS.WriteStream {
  return Object.assign(Object.create(process.stderr) as NodeJS.WriteStream, { write: () => true }); // only write and colour depth are used
}
