import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFolderBodies } from '../../../shared/delivery/embedded/bodies.ts';
import { createFilePublisher } from '../../../shared/delivery/embedded/file-publisher.ts';
import { writeWhole } from '../../../shared/delivery/embedded/folder.ts';
import { createFolderMail } from '../../../shared/delivery/embedded/mail.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { fileLetter, readLetter } from '../../../shared/delivery/letters.ts';
import type { Bodies } from '../../../shared/delivery/ports.ts';
import { orderPlaced } from './world.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-folders-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('events in a folder', () => {
  it('are lines of one file, in the order of their publishing', async () => {
    const publish = createFilePublisher(join(folder, 'new'));
    const events = ['1', '2', '3'].map((id) => orderPlaced({ id, data: { text: 'a\nb' } }));
    await publish(events.slice(0, 2));
    await publish(events.slice(2));
    const lines = (await readFile(join(folder, 'new', 'events.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(events);
  });

  it('are not published when the folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const publish = createFilePublisher(join(folder, 'file'));
    await expect(publish([orderPlaced()])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  });
});

describe('letters in a folder', () => {
  const letter = { id: 'abc', route: 'r', code: 'c', reason: 'why', attempts: 2, event: orderPlaced() };
  const file = (bodies: Bodies, raw: Uint8Array) => {
    const ports = { state: createMemoryState(Date.now), bodies, log: () => {}, clock: { now: Date.now } };
    return fileLetter(ports, 'gcp', { ...letter, raw });
  };

  it('are one file each, with the raw bytes in base64 and their own redrive command', async () => {
    const bodies = createFolderBodies(join(folder, 'new'));
    await file(bodies, Buffer.from([0, 255]));
    const text = await readFile(join(folder, 'new', 'abc.json'), 'utf8');
    const redrive = 'npx waybill dead-letters redrive abc --cloud gcp';
    expect(JSON.parse(text)).toEqual({ ...letter, redrive, raw: 'AP8=' });
    expect(await readLetter(bodies, 'abc')).toEqual({ ...letter, raw: Buffer.from([0, 255]) });
  });

  it('are one when the same is filed twice', async () => {
    const bodies = createFolderBodies(folder);
    await Promise.all([1, 2, 3].map(() => file(bodies, Buffer.from('x'))));
    expect(await readdir(folder)).toEqual(['abc.json']);
  });
});

describe('bodies in a folder', () => {
  it('come back as they were put, and are undefined where none is', async () => {
    const bodies = createFolderBodies(join(folder, 'new'));
    await bodies.put('large/abc.json', Buffer.from([0, 255]));
    expect(await bodies.get('large/abc.json')).toEqual(Buffer.from([0, 255]));
    expect(await bodies.get('large/none.json')).toBeUndefined();
  });

  it('are unavailable when the folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const bodies = createFolderBodies(join(folder, 'file'));
    await expect(bodies.put('a.json', Buffer.from('x'))).rejects.toMatchObject({ kind: 'unavailable', port: 'bodies' });
  });
});

describe('mail in a folder', () => {
  it('is a message for each Message-ID, however often it is sent', async () => {
    const mail = createFolderMail(folder, 'Shop <shop@waybill.example>');
    const message = { to: { name: 'Ada Ö', address: 'ada@shop.example' }, subject: 'Ü', text: 't', html: '<p>h</p>' };
    for (const messageId of ['<1@x>', '<1@x>', '<2@x>']) await mail.send({ ...message, messageId });
    const files = await readdir(folder);
    expect(files.length).toBe(2);
    const first = await readFile(join(folder, files[0] ?? ''), 'utf8');
    expect(first).toMatch(/^From: Shop <shop@waybill.example>\r?$/m);
    expect(first).toMatch(/^Message-ID: <[12]@x>\r?$/m);
  });
});

describe('a whole write', () => {
  it('leaves nothing behind when it fails', async () => {
    await expect(writeWhole(join(folder, 'x'.repeat(300)), 'text')).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
    expect(await readdir(folder)).toEqual([]);
  });
});
