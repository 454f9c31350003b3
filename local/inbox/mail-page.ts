import { escapeHtml } from '../../shared/handlers/mail/escape-html.ts';
import type { InboxMail } from './inbox-mail.ts';

type Shown = Pick<InboxMail, 'from' | 'to' | 'subject' | 'text' | 'html'>;

/** A mail as a page for a browser. The mail's own HTML is in a frame that may neither run scripts nor load anything. */
export function mailPage({ from, to, subject, text, html }: Shown): string {
  const body = html === '' ? `<pre>${escapeHtml(text)}</pre>` : html;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(subject)}</title>
</head>
<body style="font-family: sans-serif; margin: 2rem">
<h1>${escapeHtml(subject)}</h1>
<p>From ${escapeHtml(from)}<br>To ${escapeHtml(to)}</p>
<iframe sandbox title="The mail" style="border: 1px solid; width: 100%; height: 70vh" srcdoc="${escapeHtml(body)}"></iframe>
</body>
</html>
`;
}
