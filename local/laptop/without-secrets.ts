/**
 * A URL as it can be shown: without user, password and query, where passwords and signatures are, and without a slash at the end. Throws
 * when it is none.
 */
export function withoutSecrets(url: string): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.search = '';
  shown.hash = '';
  return shown.href.replace(/\/$/, '');
}
