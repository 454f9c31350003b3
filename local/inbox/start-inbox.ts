import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server';
import { digest } from '../../shared/delivery/digest.ts';
import { writeWhole } from '../../shared/delivery/embedded/folder.ts';
import { type InboxMail, parseMail } from './inbox-mail.ts';
import { mailPage } from './mail-page.ts';

export type Inbox = {
  /** `smtp://127.0.0.1:PORT`. A client may log in as any user with any password. */
  readonly url: string;
  /** In the order in which they came; a mail whose `Message-ID` came before from the same sender is here once. */
  readonly mails: () => readonly InboxMail[];
  readonly close: () => Promise<void>;
};

export type InboxOptions = {
  /** 0, any free one, unless told. */
  readonly port?: number;
  /** Where each mail is kept, as .eml and as .html. It is made when it is not there. */
  readonly folder: string;
  readonly onMail?: (mail: InboxMail) => void;
};

/**
 * A mail server that delivers nothing: what it takes is kept in a folder for people to look at. It answers once the mail is on disk.
 * Throws when the port is taken.
 */
export async function startInbox({ port = 0, folder, onMail = () => {} }: InboxOptions): Promise<Inbox> {
  const mails = new Map<string, InboxMail>();
  const server = createServer(async (eml, sender) => {
    const mail = await keep(folder, eml, sender);
    if (mails.has(mail.path)) return;
    mails.set(mail.path, mail);
    onMail(mail);
  });
  const taken = await listen(server, port);
  return {
    url: `smtp://127.0.0.1:${taken}`,
    mails: () => [...mails.values()],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Mails of one sender and `Message-ID` are one file; a mail without one is known by its bytes. */
async function keep(folder: string, eml: Buffer, sender: string | undefined): Promise<InboxMail> {
  const parsed = await parseMail(eml);
  const messageId = parsed.messageId || `<${digest(eml)}@inbox>`;
  const path = join(folder, `${digest(sender ?? '', messageId)}.eml`);
  await writeWhole(path, eml);
  await writeWhole(path.replace(/\.eml$/, '.html'), mailPage(parsed));
  return { ...parsed, messageId, path, ...(sender === undefined ? {} : { sender }) };
}

type Take = (eml: Buffer, sender: string | undefined) => Promise<void>;

function createServer(take: Take): SMTPServer {
  return new SMTPServer({
    // No TLS on the loopback address: a certificate that nobody has signed would only be refused.
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    size: MAX_BYTES,
    onAuth: ({ username }, _session, answer) => answer(null, { user: username ?? '' }),
    onData: (stream, { user }, answer) => {
      readMail(stream)
        .then((eml) => take(eml, typeof user === 'string' ? user : undefined))
        .then(() => answer(), answer);
    },
  } satisfies SMTPServerOptions);
}

const MAX_BYTES = 25 * 1024 * 1024;

async function readMail(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // Without an encoding a stream gives buffers, which its type does not say.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!stream.sizeExceeded) chunks.push(chunk);
  }
  if (!stream.sizeExceeded) return Buffer.concat(chunks);
  throw Object.assign(new Error(`The mail is larger than ${MAX_BYTES} bytes`), { responseCode: 552 });
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    // After the start, an error here is a client that hung up, which concerns nobody else.
    server.on('error', reject);
    const tcp = server.listen(port, '127.0.0.1', () => resolve((tcp.address() as AddressInfo).port)); // TCP: never a string
  });
}
