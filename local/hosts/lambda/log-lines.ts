import type { Readable } from 'node:stream';

/** Longer than this without a line break, in characters, is cut into lines: CloudWatch's largest log event. */
const maxLine = 256 * 1024;

export type LineReader = {
  /** Resolves when a line ends with `mark`, which is not reported as output, or when the stream ends. */
  readonly reached: (mark: string) => Promise<void>;
};

/** Reports a text stream line by line, the last one without its line break too. */
export function readLines(stream: Readable, onLine: (line: string) => void): LineReader {
  const marks = new Map<string, () => void>();
  let rest = '';
  let ended = false;
  const take = (line: string) => {
    const text = passMark(line, marks);
    if (text !== undefined) onLine(text);
  };
  const end = () => {
    ended = true;
    if (rest) take(rest);
    rest = '';
    for (const resolve of marks.values()) resolve();
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
    if (rest.length > maxLine) take(rest.slice(0, maxLine));
    rest = rest.slice(rest.length > maxLine ? maxLine : 0);
  });
  stream.once('close', end);
  return { reached: (mark) => (ended ? Promise.resolve() : new Promise((resolve) => marks.set(mark, resolve))) };
}

/** The output on a line, without the mark at its end; undefined when the line is nothing but a mark. */
function passMark(line: string, marks: Map<string, () => void>): string | undefined {
  for (const [mark, resolve] of marks) {
    if (!line.endsWith(mark)) continue;
    marks.delete(mark);
    resolve();
    return line.slice(0, -mark.length) || undefined;
  }
  return line;
}
