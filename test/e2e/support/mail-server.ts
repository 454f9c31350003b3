import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export type MailServer = {
  /** What SMTP_URL takes. */
  readonly url: string;
  /** The subject of every mail that came, as often as it came. */
  readonly subjects: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** A mail server that counts: unlike the inbox, it takes a mail that comes twice for two. */
export async function startMailServer(): Promise<MailServer> {
  const subjects: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 1,
    onData: (stream, _session, answer) => {
      text(stream).then((mail) => {
        subjects.push(/^Subject: (.*)$/m.exec(mail)?.[1]?.trim() ?? '');
        answer();
      }, answer);
    },
  });
  // Who sends may be killed in the middle of it: that is the sender's to make good, and no fault of the server's.
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo; // a TCP server's address is never a string
  return {
    url: `smtp://127.0.0.1:${port}`,
    subjects: () => subjects,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
