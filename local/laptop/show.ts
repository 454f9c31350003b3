import { pathToFileURL } from 'node:url';
import type { Listening } from '../http.ts';
import type { InboxMail } from '../inbox/inbox-mail.ts';
import type { Laptop } from './laptop.ts';
import type { Narrator } from './narrator.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Where everything is. */
export function introduce({ heading, say }: Narrator, laptop: Laptop, control: Listening): void {
  heading('Waybill is up: one route table on three clouds');
  for (const { name, addresses } of laptop.clouds) {
    say(`  ${name.padEnd(6)} ${addresses.map(({ what, url }) => `${what} ${url}`).join('   ')}`);
  }
  const gateways = laptop.clouds.map(({ name }) => withoutSecrets(laptop.payments.urlOf(name)));
  say(`  pay    ${[...new Set(gateways)].join('   ')}`);
  say(`  mail   ${laptop.inbox?.url ?? withoutSecrets(process.env.SMTP_URL ?? '')}`);
  say(`  send   POST a CloudEvent to ${control.url}/gcp, /azure or /aws`);
}

/** One mail: who sent it, what it says, and a link to it. */
export function toMailLine({ sender = '', subject, path }: InboxMail): string {
  return `  ${sender.padEnd(6)} ${subject}  ${pathToFileURL(path.replace(/\.eml$/, '.html'))}`;
}

/** What a user can do next. */
export function inviteMore({ heading, say }: Narrator, laptop: Laptop): void {
  heading('Your turn (Ctrl-C ends it)');
  for (const { name } of laptop.clouds) say(`  ${name.padEnd(6)} drop an image into ${laptop.uploadsOf(name)}`);
  say('  or     npx waybill send cat.jpg --to gcp      npx waybill send --type order.placed --to aws');
}
