import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { toPortError } from '../port-error.ts';
import type { Ports } from '../ports.ts';

/** Appends each event to `FOLDER/events.ndjson` as one line of CloudEvents JSON, on disk before the promise resolves. */
export function createFilePublisher(folder: string): Ports['publish'] {
  return async (events) => {
    try {
      await mkdir(folder, { recursive: true });
      const file = await open(join(folder, 'events.ndjson'), 'a');
      try {
        await file.appendFile(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw toPortError('publisher', error);
    }
  };
}
