/** A mail's HTML around a body; `title` and `body` are HTML already. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body style="font-family: sans-serif">
${body}
</body>
</html>
`;
}
