import { appendFileSync, createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isMissing } from '../../shared/delivery/embedded/folder.ts';
import type { LogLine } from '../../shared/delivery/ports.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import type { CloudName } from './cloud.ts';

/** A structured line of a cloud's log (a delivery, a letter, a redrive), and when it came, as RFC 3339 in UTC. */
export type JournalLine = LogLine & { readonly cloud: CloudName; readonly at: string };

/** Adds a line to `FOLDER/journal.ndjson`, in which a run keeps what its functions logged. */
export function appendJournal(folder: string, { cloud, line }: { readonly cloud: CloudName; readonly line: LogLine }) {
  const entry: JournalLine = { ...line, cloud, at: new Date().toISOString() };
  // In one write, so that lines of several processes do not mix.
  appendFileSync(pathOf(folder), `${JSON.stringify(entry)}\n`);
}

/** Every line of a run's journal in the order in which they came; none when there is no journal. */
export async function readJournal(folder: string): Promise<readonly JournalLine[]> {
  const lines: JournalLine[] = [];
  try {
    for await (const text of createInterface({ input: createReadStream(pathOf(folder)) })) {
      const parsed = parseJson(text);
      // The last line may be half written.
      if (parsed.ok && isJournalLine(parsed.value)) lines.push(parsed.value);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return lines;
}

function pathOf(folder: string): string {
  return join(folder, 'journal.ndjson');
}

function isJournalLine(value: unknown): value is JournalLine {
  return isObject(value) && ['message', 'cloud', 'at'].every((name) => typeof value[name] === 'string');
}
