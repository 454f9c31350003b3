import type { AddressObject } from 'mailparser';

/** A mail as the inbox shows it. `path` is its .eml file; the page to look at lies beside it. */
export type InboxMail = {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Empty when the mail has no HTML part. */
  readonly html: string;
  readonly path: string;
  /** The user that the client logged in as: who sent it, where each sender has a user of its own. */
  readonly sender?: string;
};

/** What a message (RFC 5322) says. `messageId` is empty when it has none. */
export async function parseMail(eml: Uint8Array): Promise<Omit<InboxMail, 'path' | 'sender'>> {
  // With the first mail, since it takes longer to load than all the rest of a start.
  const { simpleParser } = await import('mailparser');
  const mail = await simpleParser(Buffer.from(eml));
  return {
    messageId: mail.messageId ?? '',
    from: addresses(mail.from),
    to: addresses(mail.to),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
  };
}

function addresses(field: AddressObject | AddressObject[] | undefined): string {
  return [field ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');
}
