import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createFolderBlobs, tagOf } from '../../../shared/delivery/embedded/folder-blobs.ts';
import { describeBlobs } from '../../contract/blobs.ts';

const roots: string[] = [];
afterEach(async () => {
  for (const root of roots.splice(0)) await rm(root, { recursive: true, force: true });
});

async function createRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'waybill-blobs-'));
  roots.push(root);
  await mkdir(join(root, 'uploads'));
  return root;
}

describeBlobs('blobs in a folder', async () => {
  const root = await createRoot();
  const refOf = async (name: string) => ({ version: '', etag: (await tagOf(join(root, 'uploads', name)))?.text ?? '' });
  return {
    blobs: createFolderBlobs(root),
    bucket: 'uploads',
    put: async (name, bytes) => {
      const path = join(root, 'uploads', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
      return refOf(name);
    },
    refOf,
    remove: (name) => rm(join(root, 'uploads', name)),
  };
});

describe('a folder as a blob store', () => {
  const write = { bytes: Buffer.from('x'), contentType: 'text/plain', metadata: {}, over: null };
  const ref = { bucket: 'uploads', name: 'a.png', version: '1', etag: 'theirs' };

  it('takes the file as it is for an event whose etag is no tag of its own', async () => {
    const root = await createRoot();
    await writeFile(join(root, 'uploads', 'a.png'), 'x');
    expect(await createFolderBlobs(root).read(ref, 10)).toMatchObject({
      kind: 'found',
      blob: { contentType: 'image/png' },
    });
  });

  it('is unavailable when the bucket’s folder is not there, since a volume may be missing, and says what to do', async () => {
    const blobs = createFolderBlobs(await createRoot());
    await expect(blobs.read({ ...ref, bucket: 'nowhere' }, 10)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/the bucket nowhere has no folder in .*: make it, or mount the volume/),
    });
  });

  it.each(['../a', 'a/../../b', '/etc/passwd', '', 'a//b', '.', 'a\0b', 'a\\b', 'x'.repeat(300)])(
    'refuses the name %.20j, which is not one inside of the bucket',
    async (name) => {
      const root = await createRoot();
      const blobs = createFolderBlobs(root);
      const refused = { kind: 'refused', port: 'blobs' };
      await expect(blobs.write({ ...write, bucket: 'uploads', name })).rejects.toMatchObject(refused);
      await expect(blobs.read({ ...ref, name }, 10)).rejects.toMatchObject(refused);
      await expect(blobs.head('uploads', name)).rejects.toMatchObject(refused);
      expect(await readdir(root)).toEqual(['uploads']);
    },
  );

  it.each(['..', '../uploads', ''])('refuses the bucket %j', async (bucket) => {
    const blobs = createFolderBlobs(await createRoot());
    await expect(blobs.write({ ...write, bucket, name: 'a' })).rejects.toMatchObject({ kind: 'refused' });
  });

  it('shows no half-written file under a name that anyone looks for', async () => {
    const root = await createRoot();
    await createFolderBlobs(root).write({ ...write, bucket: 'uploads', name: 'a.txt' });
    expect(await readdir(join(root, 'uploads'))).toEqual(['a.txt']);
  });

  it('tells a file from the one that took its place with the same time and size', async () => {
    const root = await createRoot();
    const path = join(root, 'uploads', 'a.png');
    await writeFile(path, 'old');
    const { text } = (await tagOf(path)) ?? { text: '' };
    const { atime, mtime } = await stat(path);
    await writeFile(`${path}.new`, 'new');
    await utimes(path, atime, mtime);
    const before = (await tagOf(path))?.text;
    await utimes(`${path}.new`, atime, mtime);
    await rename(`${path}.new`, path);
    expect([before, text]).not.toContain((await tagOf(path))?.text);
  });
});
