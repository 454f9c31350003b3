import { type Results, toVerdictTable } from './results.ts';
import { toMarkdown } from './table.ts';

const KAFKA = '## Kafka: ';
const PROFILE = '## What the profile of the worker shows';

/** The text of RESULTS.md with Kafka's part at its end made new. What somebody has written by hand under its last heading stays. */
export function toKafkaResults({ date, machine, tables, verdicts }: Results, before: string): string {
  const others = before.includes(KAFKA) ? before.slice(0, before.indexOf(KAFKA)) : `${before.trimEnd()}\n\n`;
  const profile = before.includes(PROFILE) ? before.slice(before.indexOf(PROFILE)) : `${PROFILE}\n\nNothing yet.\n`;
  const judged = verdicts.filter(({ holds }) => holds !== undefined);
  const [first = '', ...rest] = [...tables, toVerdictTable('Kafka: targets', judged)].map(toMarkdown);
  const heading = first.slice(0, first.indexOf('\n'));
  return `${others}${heading}

Written by \`npm run bench -- kafka --long\` on ${date}. Machine: ${machine}. The broker runs beside each contender.${first.slice(heading.length)}
${rest.join('\n')}
${profile}`;
}
