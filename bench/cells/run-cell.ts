import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Contender, Ready, Task } from '../contenders/contender.ts';
import type { NotBuilt, Report } from '../engines/report.ts';
import { answerOf, type Case } from '../workloads/case.ts';
import type { Outcome } from './cell.ts';

const run = promisify(execFile);

/** A contender that is ready, or not. */
export type Entry = readonly [contender: Contender, ready: Ready];

/** Measures one contender with one case in a process of its own, which is killed at the limit, and checks what it found. */
export async function runCell([contender, ready]: Entry, kase: Case, task: Task): Promise<Outcome> {
  if ('missing' in ready) return { kind: 'skipped', why: ready.missing };
  const [command = '', ...args] = ready.command(task);
  const { limit } = task.settings;
  try {
    const bounds = { timeout: limit, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const;
    const { stdout } = await run(command, args, { ...bounds, env: QUIET });
    const report: Report | NotBuilt = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    if ('notBuilt' in report) return { kind: 'not built', why: report.notBuilt };
    return contender.isYardstick ? { kind: 'measured', report } : check(report, kase);
  } catch (error) {
    const { killed, stderr, message } = Object(error);
    if (killed) return { kind: 'not built', why: `killed after ${limit / 1_000} s` };
    return { kind: 'fails', why: lastWords(stderr) ?? String(message) };
  }
}

/** A panic in Rust says why in its last line, and not where in some twenty. */
const QUIET = { ...process.env, RUST_BACKTRACE: '0' };

/** Every way of giving it an event must lead to the same matches, as far as it came in the time there was. */
function check(report: Report, kase: Case): Outcome {
  for (const [input, found] of Object.entries(report.inputs)) {
    const wanted = answerOf(kase.wanted, found.events);
    if (found.matches === wanted.matches && found.checksum === wanted.checksum) continue;
    const why = `from ${input}, ${found.matches} matches in the first ${found.events} events, expected ${wanted.matches}`;
    return { kind: 'wrong', why: found.matches === wanted.matches ? `${why}, of other rules` : why };
  }
  return { kind: 'measured', report };
}

/** What a program said last before it died, without the trace of its stack. */
function lastWords(stderr: unknown): string | undefined {
  const lines = String(stderr ?? '').split('\n');
  return lines.findLast((line) => line.trim() !== '' && !/^\s+at |^note:|^Node\.js v|^[\s}]*$/.test(line))?.trim();
}
