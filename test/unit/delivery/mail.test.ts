import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { createFolderMail, createSmtpMail } from '../../../shared/delivery/embedded/mail.ts';

const message = {
  to: { name: 'Ada', address: 'ada@example.com' },
  subject: 'Your order',
  text: 'Thank you',
  html: '<p>Thank you</p>',
  messageId: '<abc@waybill>',
};
const from = 'Waybill <orders@waybill.example>';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('mail over SMTP', () => {
  it('is refused when the server will never take this recipient', async () => {
    const url = await startSmtp({ onRcptTo: (_, __, answer) => answer(reply(550)) });
    await expect(createSmtpMail(async () => url, from).send(message)).rejects.toMatchObject({
      name: 'PortError',
      kind: 'refused',
    });
  });

  it('is refused when the server will never take this content', async () => {
    const url = await startSmtp({
      onData: (stream, _, answer) => {
        stream.resume();
        stream.once('end', () => answer(reply(554)));
      },
    });
    await expect(createSmtpMail(async () => url, from).send(message)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('waits for a server that says "not now"', async () => {
    const url = await startSmtp({ onRcptTo: (_, __, answer) => answer(reply(451)) });
    await expect(createSmtpMail(async () => url, from).send(message)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('waits for a login to be put right: no mail is at fault', async () => {
    const url = await startSmtp({ onAuth: (_, __, answer) => answer(reply(535)), authOptional: false });
    const mail = createSmtpMail(async () => url.replace('smtp://', 'smtp://waybill:wrong@'), from);
    await expect(mail.send(message)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('asks for the URL again after a login that was refused: the password may have been changed', async () => {
    const url = await startSmtp({
      onAuth: ({ password }, _, answer) => answer(password === 'new' ? null : reply(535), { user: 'waybill' }),
      authOptional: false,
    });
    const passwords = ['old', 'new', 'asked for once too often'];
    const mail = createSmtpMail(async () => url.replace('smtp://', `smtp://waybill:${passwords.shift()}@`), from);
    await expect(mail.send(message)).rejects.toMatchObject({ kind: 'unavailable' });
    await mail.send(message);
    await mail.send(message);
    expect(passwords).toEqual(['asked for once too often']);
  });

  it.each(['', 'mail.example:25', 'https://mail.example', 'smtp://'])(
    'waits for a URL that is one, and shows none: %p',
    async (url) => {
      const error = await createSmtpMail(async () => `${url}`, from)
        .send(message)
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        kind: 'unavailable',
        port: 'mail',
        message: expect.stringContaining('expected smtp://'),
      });
      if (url !== '' && url !== 'smtp://') expect(String(error)).not.toContain(url);
    },
  );

  it('waits for a server that is not there', async () => {
    const { port, close } = await listen(createServer());
    await close();
    await expect(createSmtpMail(async () => `smtp://127.0.0.1:${port}`, from).send(message)).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('gives a server up that takes the connection and says nothing', async () => {
    const { port, close } = await listen(createServer((socket) => socket.on('error', () => {})));
    closers.push(close);
    await expect(createSmtpMail(async () => `smtp://127.0.0.1:${port}`, from).send(message)).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});

describe('mail as files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-mail-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
  });

  it('is one file for one Message-ID, however often it is sent', async () => {
    const mail = createFolderMail(folder, from);
    await mail.send(message);
    await mail.send(message);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('waits for a folder that cannot be written', async () => {
    await writeFile(join(folder, 'taken'), '');
    await expect(createFolderMail(join(folder, 'taken'), from).send(message)).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});

function reply(responseCode: number): Error {
  return Object.assign(new Error('No'), { responseCode });
}

async function startSmtp(options: ConstructorParameters<typeof SMTPServer>[0]): Promise<string> {
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: true,
    ...options,
  });
  const { port } = await listen(smtp.server);
  closers.push(() => new Promise((resolve) => smtp.close(() => resolve())));
  return `smtp://127.0.0.1:${port}`;
}

async function listen(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { port, close: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
}
