import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SWEEP } from '../../shared/routing/table.ts';
import { startControl } from './control.ts';
import { freshFolder } from './fresh-folder.ts';
import { createHeard } from './heard.ts';
import { type Laptop, startLaptop } from './laptop.ts';
import type { Line } from './lines.ts';
import { createNarrator, type Narrator } from './narrator.ts';
import { createPorts } from './ports.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';
import type { Stage } from './run-samples.ts';
import { introduce, inviteMore, toMailLine } from './show.ts';
import { createStories } from './stories.ts';
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
  const stories = createStories(narrator.line);
  const folder = options.data === undefined ? await freshFolder() : resolve(options.data);
  await mkdir(folder, { recursive: true });
  const port = createPorts(narrator.say);
  let laptop: Laptop | undefined;
  const heard = createHeard(interrupted, () => laptop?.pending() ?? 0);
  laptop = await startLaptop({
    folder,
    port,
    onLine: (speaker, line) => {
      if (isSweep(line)) return;
      if (line.kind === 'delivery') heard.add(line.delivery);
      stories.hear(speaker, line);
    },
    onMail: (mail) => stories.isLive() && narrator.say(toMailLine(mail)),
  });
  const control = await startControl(await port(8080, 'the control address'), laptop);
  try {
    await writeRunFile({ pid: process.pid, url: control.url, folder });
    introduce(narrator, laptop, control);
    return await play(options, { narrator, stories, laptop, heard }, interrupted);
  } finally {
    await Promise.all([removeRunFile(process.pid), control.close(), laptop.close()]);
  }
}

async function play(options: RunOptions, stage: Stage, interrupted: Promise<void>): Promise<number> {
  const { narrator, laptop, stories } = stage;
  narrator.heading('Four orders and a photo on each cloud');
  // Loaded only now: the addresses come first.
  const { runSamples } = await import('./run-samples.ts');
  const { showResults } = await import('./show-results.ts');
  const playing = runSamples(stage);
  const played = await Promise.race([playing, interrupted]);
  if (played === undefined) {
    // What is in the middle of it fails now, and nobody needs to hear of that.
    playing.catch(() => {});
    return stop(narrator, options);
  }
  await showResults(narrator, played, laptop);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(played.report)}\n`);
    for (const { cloud, fault } of played.faults) process.stderr.write(`${cloud}: ${fault}\n`);
  }
  if (options.once === true) return played.faults.length === 0 ? 0 : 1;
  inviteMore(narrator, laptop);
  stories.goLive();
  const stopWatching = options.watch === true ? watchCode(laptop, narrator) : () => {};
  await interrupted;
  stopWatching();
  return stop(narrator, options);
}

function stop({ say }: Narrator, { once }: RunOptions): number {
  say('\nStopping.');
  return once === true ? 1 : 0;
}

/** Every minute of every cloud: the journal has it, and nobody wants to read it. */
function isSweep(line: Line): boolean {
  return line.kind === 'delivery' && line.delivery.event?.type === SWEEP && line.delivery.outcome === 'done';
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
