import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { BlobResized } from '../../shared/schemas/blob.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';

/** A dead letter as the folder store writes it, `raw` decoded. */
export type FiledLetter = {
  readonly id: string;
  readonly route?: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly event?: CloudEvent;
  readonly raw: Buffer;
};

export type Folders = Awaited<ReturnType<typeof createFolders>>;

/** The folders that stand in a cloud's place, and what a test asks of them. */
export async function createFolders(home: string) {
  const at = (name: string) => join(home, name);
  const [blobs, mail, events, letters, state] = ['blobs', 'mail', 'events', 'letters', 'state'].map(at);
  if (!blobs || !mail || !events || !letters || !state) throw new Error('Five names give five folders');
  for (const folder of [join(blobs, 'uploads'), join(blobs, 'thumbnails'), mail, events, letters, state])
    await mkdir(folder, { recursive: true });
  return {
    env: { BLOB_ROOT: blobs, MAIL_ROOT: mail, EVENTS_ROOT: events, DEAD_LETTER_ROOT: letters, STATE_ROOT: state },
    mail,
    letters,
    write: (bucket: string, name: string, bytes: Uint8Array) => write(join(blobs, bucket, name), bytes),
    /** A new bucket with these objects, there at one moment: an object that is missing in a bucket that exists is gone for good. */
    createBucket: async (bucket: string, names: readonly string[], bytes: Uint8Array) => {
      for (const name of names) await write(join(blobs, `${bucket}-draft`, name), bytes);
      await rename(join(blobs, `${bucket}-draft`), join(blobs, bucket));
    },
    read: (bucket: string, name: string) => readFile(join(blobs, bucket, name)),
    /** The confirmations of an order; with ` is on its way` or ` was cancelled` behind its id, the mails about its end. */
    mailsAbout: (orderId: string) => mailsWith(mail, `Subject: Your order ${orderId}\r\n`),
    resizedOf: (name: string) => resizedOf(events, name),
    /** What was published under this subject, in the order of publication. */
    publishedFor: async (subject: string) => (await published(events)).filter((event) => event.subject === subject),
    /** A function that lists the letters which have been written since this call, for the first time or again. */
    newLetters: async () => {
      const before = new Set((await listWrites(letters)).map(({ write }) => write));
      return async () => {
        const written = (await listWrites(letters)).filter(({ write }) => !before.has(write));
        return Promise.all(written.map(({ name }) => readLetter(join(letters, name))));
      };
    },
  };
}

/** Puts a file where a folder was, so that nothing can be written below; the returned function undoes it. */
export async function block(folder: string): Promise<() => Promise<void>> {
  await rename(folder, `${folder}-aside`);
  await writeFile(folder, 'in the way');
  return async () => {
    await rm(folder);
    await rename(`${folder}-aside`, folder);
  };
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

/** What is finished in a folder: a name that begins with a dot is still being written. */
async function list(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith('.'));
}

/** Each file with a name for its last write: a file that is replaced is another one to the file system. */
async function listWrites(folder: string) {
  const names = await list(folder);
  return Promise.all(
    names.map(async (name) => {
      const { ino, mtimeNs } = await stat(join(folder, name), { bigint: true });
      return { name, write: `${name} ${ino} ${mtimeNs}` };
    }),
  );
}

async function mailsWith(folder: string, text: string): Promise<ParsedMail[]> {
  const files = await Promise.all((await list(folder)).map((name) => readFile(join(folder, name))));
  return Promise.all(files.filter((file) => file.includes(text)).map((file) => simpleParser(file)));
}

async function resizedOf(folder: string, name: string): Promise<CloudEvent<BlobResized>[]> {
  const all: CloudEvent<BlobResized>[] = await published(folder);
  return all.filter(({ type, data }) => type === 'blob.resized' && data?.name === name);
}

async function published<Data>(folder: string): Promise<CloudEvent<Data>[]> {
  const lines = (await readFile(join(folder, 'events.ndjson'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

async function readLetter(path: string): Promise<FiledLetter> {
  const { raw, ...letter } = JSON.parse(await readFile(path, 'utf8'));
  return { ...letter, raw: Buffer.from(raw, 'base64') };
}
