/** What a person reads: on the terminal and in RESULTS.md. The first column is text, the others are numbers. */
export type Table = {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes?: readonly string[];
};

export function toText({ title, head, rows, notes = [] }: Table): string {
  const widths = head.map((name, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), name.length),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [title, '', line(head), rule, ...rows.map(line), ...notes.map((note) => `  ${note}`), ''].join('\n');
}

export function toMarkdown({ title, head, rows, notes = [] }: Table): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
  const list = notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : [];
  return [`## ${title}`, '', line(head), line(rule), ...rows.map(line), ...list, ''].join('\n');
}
