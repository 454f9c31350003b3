import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a worker writes down of its handlers and of its claims, each before or after what it tells of. */
export type AuditLine = {
  /** Microseconds of the machine's own clock, which is the same for all of its processes. */
  readonly at: number;
  readonly process: number;
  /** The claim's: route, source and id. */
  readonly key: string;
} & (
  | { readonly what: 'start' | 'end'; readonly run: number }
  /** The claim is about to be given back: what ran under it was cut short, or failed. */
  | { readonly what: 'back' }
  /** The store did not say whether the claim is as it was to be. */
  | { readonly what: 'failed' }
  /** The claim says so from now on. */
  | { readonly what: 'wrote'; readonly claim: { readonly status: string; readonly outbox: unknown } }
);

export type AuditEntry = AuditLine extends infer Line
  ? Line extends AuditLine
    ? Omit<Line, 'at' | 'process'>
    : never
  : never;
export type Audit = (entry: AuditEntry) => void;

export function machineTime(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/** Appends to a file of this process alone. What was written is there, whatever kills the process. */
export function createFileAudit(folder: string): Audit {
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, `${process.pid}.ndjson`), 'a');
  return (entry) => {
    const line = { at: machineTime(), process: process.pid, ...entry };
    writeSync(file, `${JSON.stringify(line)}\n`);
  };
}
