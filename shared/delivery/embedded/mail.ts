import { join } from 'node:path';
import type { Mail, MailMessage } from '../../routing/context.ts';
import { isObject } from '../../schemas/json.ts';
import { digest } from '../digest.ts';
import { once } from '../once.ts';
import { patience } from '../patience.ts';
import { PortError, toPortError } from '../port-error.ts';
import { writeWhole } from './folder.ts';

/** A server may look at a mail for a while before it takes it, and must have an answer before a route's 20 s are over. */
const SILENCE = 15_000;

const LIMITS = {
  connectionTimeout: patience.connect,
  greetingTimeout: patience.answer,
  socketTimeout: SILENCE,
};

/**
 * Mail over SMTP, from `smtp://[user:password@]host:port` or `smtps://…`. The URL is asked for and the library loaded with the first mail,
 * and again after a login that was refused, since a password may have been changed where it is kept.
 */
export function createSmtpMail(url: () => Promise<string>, from: string): Mail {
  const open = () =>
    once(async () => (await import('nodemailer')).createTransport({ url: smtpUrl(await url()), ...LIMITS }));
  let transport = open();
  return {
    send: async (message) => {
      try {
        await (await transport()).sendMail(toMail(message, from));
      } catch (cause) {
        if (isObject(cause) && cause.code === 'EAUTH') transport = open();
        throw fromSmtp(cause);
      }
    },
  };
}

/** The library would take anything, and send to a server on this machine. What came may hold a password, so no message shows it. */
function smtpUrl(text: string): string {
  if (URL.canParse(text) && /^smtps?:\/\/[^/]/.test(text)) return text;
  throw new PortError('unavailable', 'mail', {
    message: 'The URL of the mail server is none: expected smtp://[user:password@]host:port or smtps://…',
  });
}

/** Mail as files: one .eml for each `Message-ID`, so that a mail sent twice is there once. */
export function createFolderMail(folder: string, from: string): Mail {
  return {
    send: async (message) => {
      const { createTransport } = await import('nodemailer');
      const { message: eml } = await createTransport({ streamTransport: true, buffer: true }).sendMail(
        toMail(message, from),
      );
      const path = join(folder, `${digest(message.messageId)}.eml`);
      await writeWhole(path, eml as Buffer).catch((cause: unknown) => {
        // `buffer: true` promises a Buffer
        throw toPortError('mail', cause);
      });
    },
  };
}

function toMail({ to, subject, text, html, messageId }: MailMessage, from: string) {
  return { from, to, subject, text, html, messageId };
}

/** A 5xx reply to the mail itself is the server's last word on it (RFC 5321, §4.2.1); a login that is refused may be put right. */
function fromSmtp(cause: unknown): PortError {
  const { code, responseCode }: Readonly<Record<string, unknown>> = isObject(cause) ? cause : {};
  const isOfMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return toPortError('mail', cause, isOfMail && Number(responseCode) >= 500 ? 'refused' : 'unavailable');
}
