import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFilePublisher } from '../../../shared/delivery/embedded/file-publisher.ts';
import { writeWhole } from '../../../shared/delivery/embedded/folder.ts';
import { createFolderLetters } from '../../../shared/delivery/embedded/folder-letters.ts';
import { createFolderMail } from '../../../shared/delivery/embedded/mail.ts';
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

  it('are one file each, with the raw bytes in base64', async () => {
    await createFolderLetters(join(folder, 'new'))({ ...letter, raw: Buffer.from([0, 255]) });
    const text = await readFile(join(folder, 'new', 'abc.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({ ...letter, raw: 'AP8=' });
  });

  it('are one when the same is filed twice', async () => {
    const file = createFolderLetters(folder);
    await Promise.all([1, 2, 3].map(() => file({ ...letter, raw: Buffer.from('x') })));
    expect(await readdir(folder)).toEqual(['abc.json']);
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
