import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';
import { oneLine } from './one-line.ts';
import type { OrderMail } from './order-mail.ts';

/** What a mail without a table says: plain texts, which may hold whatever came with an order. */
export type Words = { readonly subject: string; readonly name: string; readonly paragraphs: readonly string[] };

/** The same words as text and as HTML. Nothing in them can break a line, or be markup. */
export function plainMail({ subject, name, paragraphs }: Words): OrderMail {
  const lines = [`Hello ${name},`, ...paragraphs].map(oneLine);
  return {
    subject: oneLine(subject),
    text: `${lines.join('\n\n')}\n`,
    html: htmlPage(escapeHtml(oneLine(subject)), lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')),
  };
}
