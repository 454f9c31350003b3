import type { KafkaErrorRow } from '../../../functions/kafka/client/errors/errors-row.ts';

const HEAD =
  '| code | what it says | likely causes, the first most of all | what to do | again |\n|---|---|---|---|---|';

/** The table of Kafka errors as docs/kafka.md has it. */
export function toErrorTable(rows: Readonly<Record<string, KafkaErrorRow>>): string {
  const lines = Object.entries(rows).map(([code, { sentence, causes, fix, retriable }]) =>
    [`\`${code}\``, sentence, causes.join('; '), fix, retriable ? 'yes' : 'no'].join(' | '),
  );
  return [HEAD, ...lines.map((line) => `| ${line} |`)].join('\n');
}
