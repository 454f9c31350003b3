import { logOf } from '../../local/broker/broker-process.ts';
import { count, formatAge, paint, plain } from '../text.ts';
import { inRoot } from './dev-env.ts';
import type { KafkaStatus } from './status.ts';

/** What runs, for a person; lag stands out. `now` in milliseconds. */
export function statusText(status: KafkaStatus, now: number): string {
  const { running } = status;
  const age = formatAge(now - Date.parse(running.startedAt));
  if ('trouble' in status)
    return [
      paint('bold', `Kafka at ${running.brokers}, up for ${age}, does not answer`),
      ...aboutOf(running),
      '',
      status.trouble,
      'If the log says nothing of it, end it with `npx waybill kafka down` and start it again; the data stay.',
    ].join('\n');
  const { clusterId, brokers, topics, groups, disk } = status.cluster;
  const free = disk.free === undefined ? '' : `, ${formatBytes(disk.free)} free`;
  return [
    paint('bold', `Kafka at ${brokers.join(', ')}, up for ${age}`),
    `  cluster   ${plain(clusterId)}`,
    ...aboutOf(running, ` (${formatBytes(disk.used)}${free})`),
    '',
    ...table(
      ['topic', 'partitions', 'records', 'size'],
      topics.map((topic) => [plain(topic.name), `${topic.partitions}`, `${topic.records}`, formatBytes(topic.bytes)]),
    ),
    '',
    ...(groups.length === 0
      ? ['No group has read anything yet.']
      : table(
          ['group', 'state', 'members', 'lag'],
          groups.map((group) => [
            plain(group.name),
            group.state.toLowerCase().replaceAll('_', ' '),
            `${group.members}`,
            count(group.lag, 'record'),
          ]),
        )),
  ].join('\n');
}

function aboutOf({ pid, secure, folder }: KafkaStatus['running'], size = ''): readonly string[] {
  return [
    `  process   ${pid}`,
    `  security  ${secure ? 'SASL_SSL, SCRAM-SHA-512, ACLs' : 'none'}`,
    `  data      ${plain(inRoot(folder))}${size}`,
    `  log       ${plain(inRoot(logOf(folder)))}`,
  ];
}

/** Lines in columns: the first to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [paint('dim', toLine(head)), ...rows.map(toLine)];
}

/** `0 B`, `12 kB`, `3.4 MB`. */
function formatBytes(bytes: number): string {
  const step = bytes === 0 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
