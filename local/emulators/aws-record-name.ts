import { randomUUID } from 'node:crypto';

/** `YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID`, the end of the name of every failure record that Lambda writes to S3. */
export function recordName(now: number): string {
  const time = new Date(now).toISOString().slice(0, 19);
  return `${time.slice(0, 10).replaceAll('-', '/')}/${time.replaceAll(':', '.')}-${randomUUID()}`;
}
