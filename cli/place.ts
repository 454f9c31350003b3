import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CloudName } from '../local/laptop/cloud.ts';
import { CLOUDS, foldersOf } from '../local/laptop/cloud.ts';
import { appendJournal, type JournalLine, readJournal } from '../local/laptop/journal.ts';
import { lastFolder } from '../local/laptop/last-folder.ts';
import { type RunningLaptop, readRunFile } from '../local/laptop/run-file.ts';
import { createFolderBodies } from '../shared/delivery/embedded/bodies.ts';
import { createSqliteState } from '../shared/delivery/embedded/sqlite-state.ts';
import { PortError } from '../shared/delivery/port-error.ts';
import type { Ports } from '../shared/delivery/ports.ts';
import type { RedrivePorts } from '../shared/delivery/redrive.ts';
import { type DeployedOn, deployedPlace } from './deployed-place.ts';
import { workerPlaces } from './kafka/worker-places.ts';
import { quote } from './text.ts';

/** One cloud's state, letters and topic, wherever they are. */
export type Place = {
  readonly cloud: DeployedOn;
  /** In words, for whoever reads the answer. */
  readonly where: string;
  readonly ports: RedrivePorts;
  /** What a command needs, beside `--cloud`, to find this place again. */
  readonly flags: string;
  /** A network lies between: it is not read whole without need. */
  readonly isRemote: boolean;
  /** Why nothing can be published from here now, and what to do about it. */
  readonly closed?: string;
  readonly readJournal: () => Promise<readonly JournalLine[]>;
};

export type PlaceOptions = { readonly cloud?: DeployedOn; readonly env?: boolean; readonly data?: string };

/**
 * With `--env` the deployed cloud that the environment's variables lead to. Else this machine: the folder of `--data`, or what runs of
 * `npm start` and of `kafka up`, or the folder of the last `npm start`. Throws when there is none.
 */
export async function openPlaces(options: PlaceOptions): Promise<readonly Place[]> {
  const { cloud, env, data } = options;
  if (env === true && cloud !== undefined) return [await deployedPlace(cloud)];
  const workers = data === undefined && (cloud ?? 'kafka') === 'kafka' ? await workerPlaces() : [];
  const running = await readRunFile();
  if (workers.length > 0 && (cloud === 'kafka' || running === undefined)) return workers;
  if (cloud === 'kafka') throw new Error(`No Kafka of \`waybill kafka up\` runs on this machine. ${DEPLOYED}`);
  return [...(await laptopPlaces(running, { ...options, cloud })), ...workers];
}

type LaptopOptions = { readonly cloud: CloudName | undefined; readonly data?: string };

async function laptopPlaces(running: RunningLaptop | undefined, { cloud, data }: LaptopOptions) {
  const folder = data === undefined ? (running?.folder ?? (await lastFolder())) : resolve(data);
  if (folder === undefined) throw new Error(`Nothing was started on this machine yet: run \`npm start\`. ${DEPLOYED}`);
  const host = running !== undefined && resolve(running.folder) === resolve(folder) ? running : undefined;
  const clouds = CLOUDS.filter((name) => (cloud ?? name) === name && existsSync(stateOf(folder, name)));
  if (clouds.length > 0) {
    const flags = data === undefined ? '' : ` --data ${quote(data)}`;
    return clouds.map((name) => ({ ...localPlace(folder, name, host), flags }));
  }
  throw new Error(
    `${folder} has no state ${cloud === undefined ? '' : `of ${cloud} `}in it: expected the folder of an \`npm start\`. ${DEPLOYED}`,
  );
}

/** All of them in words. */
export function wheresOf(places: readonly Place[]): string {
  return [...new Set(places.map(({ where }) => where))].join(', and ');
}

/** What to do for a cloud that is not on this machine. */
export const DEPLOYED = 'For a deployed cloud add --env and --cloud, with the variables of its function or worker set';

function localPlace(folder: string, cloud: CloudName, running: RunningLaptop | undefined): Omit<Place, 'flags'> {
  const clock = { now: Date.now };
  return {
    cloud,
    isRemote: false,
    where: running === undefined ? `a run that has ended, in ${folder}` : 'the running npm start',
    ports: {
      state: createSqliteState(stateOf(folder, cloud), clock.now),
      bodies: createFolderBodies(foldersOf(join(folder, cloud)).DEAD_LETTER_ROOT),
      publish: running === undefined ? refuse(folder) : publishTo(`${running.url}/${cloud}`),
      log: (line) => appendJournal(folder, { cloud, line }),
      clock,
    },
    ...(running === undefined ? { closed: notRunning(folder) } : {}),
    readJournal: async () => (await readJournal(folder)).filter((line) => line.cloud === cloud),
  };
}

function stateOf(folder: string, cloud: CloudName): string {
  return foldersOf(join(folder, cloud)).STATE_ROOT;
}

function notRunning(folder: string): string {
  return `\`npm start\` is not running on these letters’ folder. Start it in another terminal: npm start -- --data ${quote(folder)}`;
}

function refuse(folder: string): Ports['publish'] {
  return () => Promise.reject(new PortError('unavailable', 'publisher', { message: notRunning(folder) }));
}

/** Publishes through the control address of a running start. */
function publishTo(url: string): Ports['publish'] {
  return async (events) => {
    for (const event of events) {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(event) }).catch((cause: unknown) => {
        throw new PortError('unavailable', 'publisher', { message: `${url} does not answer`, cause });
      });
      if (!response.ok) throw new PortError('unavailable', 'publisher', { message: await response.text() });
    }
  };
}
