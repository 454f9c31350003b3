import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudName } from '../../../local/laptop/cloud.ts';
import { foldersOf } from '../../../local/laptop/cloud.ts';
import { createFolderBodies } from '../../../shared/delivery/embedded/bodies.ts';
import { createSqliteState } from '../../../shared/delivery/embedded/sqlite-state.ts';
import { fileLetter, type Letter } from '../../../shared/delivery/letters.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { orderPlaced } from '../delivery/world.ts';
import type { Commands } from './commands.ts';

export const HOUR = 3_600_000;

/** A folder as `npm start` leaves it, in which a test files letters and runs the `waybill` command. */
export async function createLetterFolder({ run }: Commands) {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-cli-'));
  const portsOf = (cloud: CloudName, now = Date.now) => ({
    state: createSqliteState(foldersOf(join(folder, cloud)).STATE_ROOT, now),
    bodies: createFolderBodies(foldersOf(join(folder, cloud)).DEAD_LETTER_ROOT),
    log: () => {},
    clock: { now },
  });
  return {
    folder,
    run,
    portsOf,
    waybill: (...args: readonly string[]) => run([...args, '--data', folder]),
    /** As the function that is deployed would find its world, had it folders for services. */
    deployed: (cloud: CloudName, ...args: readonly string[]) =>
      run([...args, '--env', '--cloud', cloud], {
        ...foldersOf(join(folder, cloud)),
        EVENTS_ROOT: join(folder, cloud, 'events'),
      }),
    published: async (cloud: CloudName): Promise<readonly CloudEvent[]> => {
      const text = await readFile(join(folder, cloud, 'events', 'events.ndjson'), 'utf8').catch(() => '');
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as CloudEvent])); // the publisher wrote it
    },
    file: (cloud: CloudName, letter: Partial<Letter> & { readonly id: string }, age = 0) => {
      const event = orderPlaced({ id: `of-${letter.id}` });
      const raw = Buffer.from(JSON.stringify(event));
      const standard = { route: 'confirm', code: 'schema', reason: 'no e-mail address', attempts: 1, event, raw };
      return fileLetter(
        portsOf(cloud, () => Date.now() - age),
        cloud,
        { ...standard, ...letter },
      );
    },
    /** What came held no event. */
    fileUnreadable: (cloud: CloudName, id: string) =>
      fileLetter(portsOf(cloud), cloud, {
        id,
        code: 'bad-json',
        reason: 'no JSON',
        attempts: 0,
        raw: Buffer.from('{'),
      }),
    close: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
