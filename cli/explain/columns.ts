/** As wide as the terminal; 80 where there is none. */
export function terminalWidth(): number {
  return Math.max(40, process.stdout.columns ?? 80);
}

/** A text behind a label, broken between words into lines of at most the terminal's width, all as far in as the first. */
export function wrap(label: string, text: string): string {
  const width = terminalWidth() - label.length;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return label + lines.join(`\n${' '.repeat(label.length)}`);
}
