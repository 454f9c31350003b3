import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditLine } from './audit.ts';

/** Reads what workers write into a folder while they do; a line that a kill cut short is not there. */
export function createAuditReader(folder: string) {
  const files = new Map<string, { read: number; rest: Buffer }>();
  const lines: AuditLine[] = [];
  const ends = new Map<number, number>();
  const readFile = (name: string) => {
    const file = files.get(name) ?? { read: 0, rest: Buffer.alloc(0) };
    files.set(name, file);
    const bytes = readFrom(join(folder, name), file.read);
    file.read += bytes.length;
    const whole = Buffer.concat([file.rest, bytes]);
    const end = whole.lastIndexOf('\n') + 1;
    file.rest = whole.subarray(end);
    for (const text of whole.toString('utf8', 0, end).split('\n').slice(0, -1)) {
      const line = JSON.parse(text) as AuditLine; // createFileAudit wrote it
      if (line.what === 'end') ends.set(line.process, (ends.get(line.process) ?? 0) + 1);
      lines.push(line);
    }
  };
  const poll = () => {
    if (existsSync(folder)) for (const name of readdirSync(folder)) readFile(name);
  };
  return {
    /** How many handlers have come to their end so far, in one process or in all. */
    ends: (process?: number): number => {
      poll();
      const all = [...ends].filter(([pid]) => process === undefined || pid === process);
      return all.reduce((sum, [, count]) => sum + count, 0);
    },
    /** All lines so far, in the order of what they tell. */
    lines: (): readonly AuditLine[] => {
      poll();
      return lines.sort((one, other) => one.at - other.at);
    },
  };
}

function readFrom(path: string, from: number): Buffer {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - from));
  const size = readSync(file, bytes, 0, bytes.length, from);
  closeSync(file);
  return bytes.subarray(0, size);
}
