import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { type Figure, measureDeliveries } from './deliveries.ts';

/**
 * `npm run bench`: what the router costs, beside what the same process takes for JSON.parse and for bare commits in the same run. Prints a
 * table, and writes it to bench/RESULTS.md; `--json` prints one JSON document and writes nothing.
 */
const json = process.argv.includes('--json');
if (!json) process.stderr.write('Measuring, about half a minute…\n');
const figures = await measureDeliveries();

if (json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else {
  const text = toMarkdown(figures);
  process.stdout.write(`${toTable(figures)}\n`);
  await writeFile(join(import.meta.dirname, 'RESULTS.md'), text);
}

function toTable(rows: readonly Figure[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  return rows
    .map(({ what, value, unit, target, holds }) => {
      const verdict = target === undefined ? '' : `   ${holds ? 'holds' : 'missed'}: target ${target}`;
      return `${what.padEnd(width)}  ${format(value).padStart(9)} ${unit.padEnd(14)}${verdict}`;
    })
    .join('\n');
}

function toMarkdown(rows: readonly Figure[]): string {
  const [cpu] = cpus();
  const lines = rows.map(
    ({ what, value, unit, target, holds }) =>
      `| ${what} | ${format(value)} ${unit} | ${target === undefined ? '' : `${target}: ${holds ? 'holds' : 'missed'}`} |`,
  );
  return `# Results

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.versions.node}, one run, the best of its
rounds. Compare the lines of one run with each other, and never with those of another machine.

| | | target |
|---|---|---|
${lines.join('\n')}
`;
}

function format(value: number): string {
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}
