import { createFolderBodies } from '../../shared/delivery/embedded/bodies.ts';
import { createSqliteState } from '../../shared/delivery/embedded/sqlite-state.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { type CloudName, foldersOf } from './cloud.ts';

/** Where a cloud's function keeps its state and its letters. */
export type Stores = Pick<Ports, 'state' | 'bodies'>;

/** The stores of a cloud in a run's folder, which its function may have open at the same time. */
export function openStores(folder: string, cloud: CloudName): Stores {
  const { STATE_ROOT, DEAD_LETTER_ROOT } = foldersOf(`${folder}/${cloud}`);
  return { state: createSqliteState(STATE_ROOT, Date.now), bodies: createFolderBodies(DEAD_LETTER_ROOT) };
}
