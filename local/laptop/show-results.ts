import { pathToFileURL } from 'node:url';
import { type LetterEntry, redriveCommand } from '../../shared/delivery/letters.ts';
import { CLOUDS } from './cloud.ts';
import type { Laptop } from './laptop.ts';
import { lettersOf } from './letters-of.ts';
import { MISSING } from './mend-letter.ts';
import type { Narrator } from './narrator.ts';
import type { Report } from './report.ts';
import type { Played } from './run-samples.ts';
import { toMailLine } from './show.ts';

/** What came of the samples, as links that a terminal can open. */
export async function showResults(narrator: Narrator, played: Played, laptop: Laptop): Promise<void> {
  const { heading, say } = narrator;
  const { report, faults } = played;
  heading('Orders');
  for (const { cloud, orderId, end } of report.orders)
    say(`  ${cloud.padEnd(6)} ${orderId.padEnd(8)} ${end.padEnd(10)} ${titleOf(played, orderId)}`);
  heading('Dead letters');
  for (const cloud of CLOUDS)
    for (const letter of await lettersOf(laptop.storesOf(cloud), 0)) say(toLetterLine(cloud, letter, report));
  heading('Thumbnails');
  for (const { cloud, path, width, height } of report.thumbnails)
    say(`  ${cloud.padEnd(6)} ${`${width} × ${height}`.padEnd(12)} ${pathToFileURL(path)}`);
  heading('Mails');
  const mails = laptop.inbox?.mails() ?? [];
  for (const cloud of CLOUDS) for (const mail of mails) if (mail.sender === cloud) say(toMailLine(mail));
  if (faults.length > 0) heading('Not as it should be');
  for (const { cloud, fault } of faults) say(`  ${cloud.padEnd(6)} ${fault}`);
}

function titleOf({ samples }: Played, orderId: string): string {
  return samples.find(({ order }) => order.orderId === orderId)?.title ?? '';
}

function toLetterLine(cloud: string, letter: LetterEntry, { deliveries }: Report): string {
  const { id, route = '–', code, status, event } = letter;
  const isDone = deliveries.some(
    (line) => line.cloud === cloud && line.route === route && line.event?.id === event?.id && line.outcome === 'done',
  );
  const end = status === 'redriven' && isDone ? 'redriven → done' : status;
  const edit = code === 'no-address' ? ` --set ${MISSING.at}=${MISSING.value}` : '';
  return `  ${cloud.padEnd(6)} ${route.padEnd(8)} ${code.padEnd(11)} ${end.padEnd(16)} ${redriveCommand(id, cloud)}${edit}`;
}
