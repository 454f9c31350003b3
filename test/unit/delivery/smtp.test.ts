import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { createSmtpMail } from '../../../shared/delivery/embedded/mail.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const message = {
  to: { name: 'Ada', address: 'ada@shop.example' },
  subject: 's',
  text: 't',
  html: 'h',
  messageId: '<1@waybill>',
};

/** A server that takes mail, or answers each recipient with a status. */
async function startServer(status?: number) {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(status === undefined ? null : Object.assign(new Error('no'), { responseCode: status })),
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      stream.on('end', () => {
        received.push(text);
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const stop = () => new Promise<void>((resolve) => server.close(resolve));
  closing.push(stop);
  const { port } = server.server.address() as AddressInfo; // it listens on a port, not on a pipe
  return { received, mail: createSmtpMail(`smtp://127.0.0.1:${port}`, 'shop@waybill.example'), stop };
}

describe('mail over SMTP', () => {
  it('arrives', async () => {
    const { mail, received } = await startServer();
    await mail.send(message);
    expect(received[0]).toContain('Message-ID: <1@waybill>');
  });

  it.each([
    [550, 'refused'],
    [451, 'unavailable'],
  ])('with an answer of %d is %s', async (status, kind) => {
    const { mail } = await startServer(status);
    await expect(mail.send(message)).rejects.toMatchObject({ name: 'PortError', port: 'mail', kind });
  });

  it('is unavailable when nobody answers', async () => {
    const { mail, stop } = await startServer();
    await stop();
    closing.length = 0;
    await expect(mail.send(message)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
