import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboxMail } from '../../../local/inbox/inbox-mail.ts';
import { type Inbox, startInbox } from '../../../local/inbox/start-inbox.ts';
import { createSmtpMail } from '../../../shared/delivery/embedded/mail.ts';
import type { MailMessage } from '../../../shared/routing/context.ts';
import { order, place } from '../handlers/orders.ts';

const message: MailMessage = {
  to: { name: 'Ada Löwe', address: 'ada@example.com' },
  subject: 'Your order № 1001',
  text: 'Hello Ada,\n.\ntotal: €19.99\n',
  html: '<p>Hello <b>Ada</b></p>',
  messageId: '<abc@waybill>',
};

let folder: string;
let inbox: Inbox;
let seen: InboxMail[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbox-'));
  seen = [];
  inbox = await startInbox({ folder: join(folder, 'mails'), onMail: (mail) => void seen.push(mail) });
});

afterEach(async () => {
  await inbox.close();
  await rm(folder, { recursive: true });
});

const as = (user: string) => inbox.url.replace('smtp://', `smtp://${user}:any-password@`);
const send = (mail: MailMessage, url = inbox.url) =>
  createSmtpMail(async () => url, 'Waybill <orders@waybill.example>').send(mail);

describe('the inbox', () => {
  it('takes a mail over SMTP and tells what it says', async () => {
    await send(message);
    expect(inbox.mails()).toEqual([
      {
        messageId: '<abc@waybill>',
        from: '"Waybill" <orders@waybill.example>',
        to: '"Ada Löwe" <ada@example.com>',
        subject: 'Your order № 1001',
        text: message.text,
        html: expect.stringContaining('<p>Hello <b>Ada</b></p>'),
        path: expect.stringMatching(/\.eml$/),
      },
    ]);
    expect(seen).toEqual(inbox.mails());
  });

  it('has the mail on disk, as it came and as a page, once the sender is told', async () => {
    await send(message);
    const { path = '' } = inbox.mails()[0] ?? {};
    expect(await readFile(path, 'utf8')).toContain('Message-ID: <abc@waybill>');
    const page = await readFile(path.replace('.eml', '.html'), 'utf8');
    expect(page).toContain('<title>Your order № 1001</title>');
    expect(page).toContain('&#60;b&#62;Ada&#60;/b&#62;');
  });

  it('shows a page on which a hostile mail can neither run nor load anything', async () => {
    await send({ ...message, subject: '</title><script>1</script>', html: '"><script>alert(1)</script><img src=x>' });
    const page = await readFile((inbox.mails()[0]?.path ?? '').replace('.eml', '.html'), 'utf8');
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('<iframe sandbox ');
  });

  it('lists a mail that its sender sends again once', async () => {
    await send(message);
    await send(message);
    await send({ ...message, messageId: '<def@waybill>' });
    expect(inbox.mails().map(({ messageId }) => messageId)).toEqual(['<abc@waybill>', '<def@waybill>']);
    expect(seen).toHaveLength(2);
    expect(await readdir(join(folder, 'mails'))).toHaveLength(4);
  });

  it('tells its senders apart by the user that they log in as, without TLS and with any password', async () => {
    for (const user of ['gcp', 'azure', 'aws']) await send({ ...message, messageId: `<${user}@waybill>` }, as(user));
    expect(inbox.mails().map(({ sender }) => sender)).toEqual(['gcp', 'azure', 'aws']);
  });

  it('takes several mails at once', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => send({ ...message, messageId: `<${index}@waybill>` })));
    expect(inbox.mails()).toHaveLength(10);
  });

  it('takes what the confirm route sends', async () => {
    const { mails } = await place({ ...order, customer: { name: 'Ünïcode "猫" <x>', email: 'ada@example.com' } });
    for (const mail of mails) await send(mail);
    expect(inbox.mails()).toMatchObject([
      { subject: 'Your order A-1001', text: mails[0]?.text, messageId: mails[0]?.messageId },
    ]);
    expect(inbox.mails()[0]?.to).toContain('<ada@example.com>');
  });

  it('ends at once though a client stays connected', async () => {
    const client = connect(Number(new URL(inbox.url).port), '127.0.0.1');
    client.on('error', () => {});
    await new Promise((resolve) => client.once('data', resolve));
    const closed = new Promise((resolve) => client.once('close', resolve));
    await Promise.all([inbox.close(), closed]);
  });

  it('does not start on a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    await expect(startInbox({ folder, port })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => server.close(resolve));
  });
});
