import { createMemoryBlobs, type MemoryBlob } from '../../../shared/delivery/embedded/memory-blobs.ts';
import { describeBlobs } from '../../contract/blobs.ts';

describeBlobs('blobs in memory', async () => {
  const objects = new Map<string, MemoryBlob>();
  let versions = 0;
  return {
    blobs: createMemoryBlobs(objects),
    bucket: 'uploads',
    put: async (name, bytes, contentType = 'application/octet-stream') => {
      const version = `${++versions}`;
      objects.set(`uploads/${name}`, { bytes, contentType, metadata: {}, version });
      return { version, etag: '' };
    },
    refOf: async (name) => ({ version: objects.get(`uploads/${name}`)?.version ?? '', etag: '' }),
    remove: async (name) => void objects.delete(`uploads/${name}`),
  };
});
