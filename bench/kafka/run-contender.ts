import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Runnable } from './contender.ts';
import { busyTime, cpuTimeOf } from './cpu-time.ts';
import type { Report, Task } from './task.ts';

/** What one round of one contender took, and the seconds of processor time that went into it from its start to its end. */
export type Round = Report & { readonly cpu: Cpu };

export type Cpu = {
  /** Undefined on systems that do not tell. */
  readonly contender: number | undefined;
  readonly broker: number | undefined;
  /** Of everybody else on the machine: what the figures have suffered from. */
  readonly others: number | undefined;
};

/** How often the contender's processor time is read: the last reading before its end counts. */
const EVERY = 50;

type Run = { readonly task: Task; readonly brokerPid: number };

/** Runs a contender to its end. Rejects with its last words when it fails, or reads another number of events. */
export async function runContender(ready: Runnable, run: Run): Promise<Round> {
  const { task, brokerPid } = run;
  const [command, ...args] = ready.command(task);
  const [busy, broker] = [busyTime(), await cpuTimeOf(brokerPid)];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, contender] = await Promise.all([textOf(child.stdout), textOf(child.stderr), watch(child)]);
  const brokers = difference(await cpuTimeOf(brokerPid), broker);
  if (child.exitCode !== 0) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}: ${lastLine(errors)}`);
  const report = ready.parse(output);
  if (report.events !== task.events) throw new Error(`it read ${report.events} events: expected ${task.events}`);
  const others = difference(busyTime(), busy + (brokers ?? Number.NaN) + (contender ?? Number.NaN));
  return { ...report, cpu: { contender, broker: brokers, others } };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** Waits for the end of a process, and gives the last that is known of its processor time. */
async function watch(child: ReturnType<typeof spawn>): Promise<number | undefined> {
  let ended = false;
  const end = new Promise<void>((resolve, reject) => child.once('exit', () => resolve()).once('error', reject));
  const done = end.finally(() => {
    ended = true;
  });
  let last: number | undefined;
  while (!ended) {
    last = (child.pid === undefined ? undefined : await cpuTimeOf(child.pid)) ?? last;
    await Promise.race([done, delay(EVERY)]);
  }
  await done;
  return last;
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  const seconds = (after ?? Number.NaN) - (before ?? Number.NaN);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
