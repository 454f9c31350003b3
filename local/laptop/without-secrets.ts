/**
 * A URL as it can be shown: without user, password and query, where passwords and signatures are, and without a slash at the end. What
 * is no URL may hold anything, so nothing of it is shown.
 */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)';
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.search = '';
  shown.hash = '';
  return shown.href.replace(/\/$/, '');
}
