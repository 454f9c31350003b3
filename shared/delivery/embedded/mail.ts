import { join } from 'node:path';
import { types } from 'node:util';
import type { Mail, MailMessage } from '../../routing/context.ts';
import { digest } from '../digest.ts';
import { type PortError, toPortError } from '../port-error.ts';
import { writeWhole } from './folder.ts';

/** Mail over SMTP, from `smtp://[user:password@]host:port` or `smtps://…`. The library is loaded with the first mail. */
export function createSmtpMail(url: string, from: string): Mail {
  let transport: Promise<{ sendMail: (mail: object) => Promise<unknown> }> | undefined;
  return {
    send: async (message) => {
      transport ??= import('nodemailer').then(({ createTransport }) => createTransport(url));
      try {
        await (await transport).sendMail(toMail(message, from));
      } catch (cause) {
        throw fromSmtp(cause);
      }
    },
  };
}

/** Mail as files: one .eml for each `Message-ID`, so that a mail sent twice is there once. */
export function createFolderMail(folder: string, from: string): Mail {
  return {
    send: async (message) => {
      const { createTransport } = await import('nodemailer');
      const { message: eml } = await createTransport({ streamTransport: true, buffer: true }).sendMail(
        toMail(message, from),
      );
      await writeWhole(join(folder, `${digest(message.messageId)}.eml`), eml as Buffer); // `buffer: true` promises it
    },
  };
}

function toMail({ to, subject, text, html, messageId }: MailMessage, from: string) {
  return { from, to, subject, text, html, messageId };
}

/** A 5xx reply is the server's last word on this mail (RFC 5321, §4.2.1); everything else may pass. */
function fromSmtp(cause: unknown): PortError {
  const status = types.isNativeError(cause) ? Number(Reflect.get(cause, 'responseCode') ?? 0) : 0;
  return toPortError('mail', cause, status >= 500 && status < 600 ? 'refused' : 'unavailable');
}
