import { deployedPlace } from '../deployed-place.ts';
import type { Place } from '../place.ts';
import { findKafkas } from './dev-folders.ts';
import { readWorkerEnv } from './local-env.ts';

/** The state and letters of each Kafka of `up` that runs on this machine, where `up` has told its worker to keep them. */
export async function workerPlaces(): Promise<readonly Place[]> {
  const running = await findKafkas(undefined);
  return Promise.all(
    running.map(async (kafka) => ({
      ...(await deployedPlace('kafka', await readWorkerEnv(kafka))),
      where: `the worker of \`kafka up${kafka.secure ? ' --secure' : ''}\``,
      isRemote: false,
      flags: '',
    })),
  );
}
