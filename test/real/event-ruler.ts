import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { CACHE } from './cache.ts';

/**
 * A rule and events, each as JSON text: event-ruler sees how numbers are written. `apart`: with each of the rule's alternatives and
 * conditions in a machine of its own, for in one machine some are seen to disturb others.
 */
export type Question = { readonly rule: string; readonly events: readonly string[]; readonly apart?: boolean };

/** Why the rule is refused, or the positions of the events that it matches. */
export type Answer = { readonly refused: string } | { readonly matches: readonly number[] };

export type EventRuler = {
  /** The answers to the questions, in their order. */
  readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  readonly close: () => Promise<void>;
};

const HOME = join(import.meta.dirname, 'event-ruler');
const JARS = join(CACHE, 'event-ruler-2.1.0');

const run = promisify(execFile);

/** The jars of event-ruler, fetched once with Maven; `missing` says what this machine lacks. */
export async function findEventRuler(): Promise<{ readonly jars: string } | { readonly missing: string }> {
  // The program beside this file is compiled as it starts, which a Java without its compiler cannot do.
  if (!(await works('javac', ['-version']))) return { missing: 'no Java development kit' };
  if (existsSync(JARS)) return { jars: JARS };
  if (!(await works('mvn', ['-v']))) return { missing: 'no Maven, which fetches event-ruler' };
  try {
    await fetchJars();
    return { jars: JARS };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : error;
    return { missing: `Maven could not fetch event-ruler: ${why}` };
  }
}

export function startEventRuler(jars: string): EventRuler {
  const child = spawn('java', [...JAVA, '-cp', `${jars}/*`, join(HOME, 'Answers.java')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: ((line: string | undefined) => void)[] = [];
  createInterface({ input: child.stdout })
    .on('line', (line) => waiting.shift()?.(line))
    .on('close', () => {
      for (const give of waiting.splice(0)) give(undefined);
    });
  const ask = async (questions: readonly Question[]) => {
    const lines = questions.map(() => new Promise<string | undefined>((resolve) => waiting.push(resolve)));
    child.stdin.write(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
    return (await Promise.all(lines)).map(toAnswer);
  };
  return { ask, close: () => end(child) };
}

/** Names that are no addresses are looked up nowhere: an empty file stands for all the hosts that there are. */
const JAVA = ['-Xmx512m', '-XX:+UseSerialGC', '-Djdk.net.hosts.file=/dev/null'];

function toAnswer(line: string | undefined): Answer {
  if (line === undefined) throw new Error('event-ruler ended before it had answered');
  return JSON.parse(line) as Answer; // the program's own format
}

/** Two test files may do this at the same time: the second one to be done keeps what the first one brought. */
async function fetchJars(): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(`${JARS}-draft-`);
  await copyFile(join(HOME, 'pom.xml'), join(draft, 'pom.xml'));
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}/jars`];
  await run('mvn', ['-B', '-q', ...goal], { cwd: draft });
  await rename(join(draft, 'jars'), JARS).catch((error: unknown) => {
    if (!existsSync(JARS)) throw error;
  });
  await rm(draft, { recursive: true });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function works(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
