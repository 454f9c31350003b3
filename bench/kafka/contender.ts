import type { Report, Task } from './task.ts';

/** Who reads the topic, in a process of its own. */
export type KafkaContender = {
  readonly name: string;
  readonly version: string;
  /** Installs what is not there yet. */
  readonly prepare: () => Promise<KafkaReady>;
};

export type KafkaReady = Runnable | { readonly missing: string };

export type Runnable = {
  readonly command: (task: Task) => readonly [command: string, ...args: string[]];
  /** What it wrote, as its report. */
  readonly parse: (output: string) => Report;
};

/** One that runs in Node and prints its report as its last line. */
export function runModule(module: string, ...args: readonly string[]): Runnable {
  return {
    command: (task) => [process.execPath, ...FLAGS, module, JSON.stringify(task), ...args],
    parse: (output) => JSON.parse(output.trim().split('\n').at(-1) ?? '') as Report, // what printReport wrote
  };
}

const FLAGS = ['--expose-gc', '--disable-warning=ExperimentalWarning'];
