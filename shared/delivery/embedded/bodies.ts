import { readFile } from 'node:fs/promises';
import type { Blobs } from '../../routing/context.ts';
import { PortError, toPortError } from '../port-error.ts';
import type { Bodies } from '../ports.ts';
import { inside, isMissing, writeWhole } from './folder.ts';

/** Bodies as files in a folder, on disk before the promise resolves. A name that is there is written again with the same. */
export function createFolderBodies(folder: string): Bodies {
  const fail = (cause: unknown): never => {
    throw toPortError('bodies', cause);
  };
  return {
    put: (name, bytes) => writeWhole(inside(folder, name), bytes).catch(fail),
    get: (name) =>
      readFile(inside(folder, name)).catch((error: unknown) => (isMissing(error) ? undefined : fail(error))),
  };
}

/** The most that a body holds: the letter of the largest event, its bytes in base64 beside it. */
const LARGEST = 64 * 1024 * 1024;

/** Bodies as objects of a bucket. */
export function createBlobBodies(blobs: Blobs, bucket: string): Bodies {
  return {
    put: async (name, bytes) => {
      // One that is already there is the same one: filing twice is filing once.
      await blobs.write({ bucket, name, bytes, contentType: 'application/json', metadata: {}, over: null });
    },
    get: async (name) => {
      const found = await blobs.read({ bucket, name }, LARGEST);
      if (found.kind === 'found') return found.blob.bytes;
      if (found.kind === 'gone') return undefined;
      throw new PortError('unavailable', 'bodies', { message: `${name} is ${found.kind}` });
    },
  };
}

/** Bodies in memory, for tests: every body by its name. */
export function createMemoryBodies(bodies = new Map<string, Uint8Array>()): Bodies {
  return {
    put: async (name, bytes) => void bodies.set(name, bytes),
    get: async (name) => bodies.get(name),
  };
}
