/** The settings of a file or an environment, by Kafka's own names such as `sasl.mechanism`. */
export type Properties = Readonly<Record<string, string>>;

/**
 * A Java .properties file (java.util.Properties, "load"): comments of `#` and `!`, lines that a backslash continues, `=`, `:` or white
 * space between name and value, and the escapes \t \n \r \f \uXXXX. The last of two lines with one name counts. Unlike Java, the text is
 * UTF-8, and a broken \u stands for itself, since nothing here may throw a value into a message.
 */
export function parseProperties(text: string): Properties {
  const entries = logicalLines(text).map(split);
  return Object.fromEntries(entries);
}

function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open: string | undefined;
  for (const natural of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (open === undefined && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const whole = (open ?? '') + line;
    open = isContinued(line) ? whole.slice(0, -1) : undefined;
    if (open === undefined) lines.push(whole);
  }
  return open === undefined || open === '' ? lines : [...lines, open];
}

/** An even number of backslashes at the end are escaped ones. */
function isContinued(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

function split(line: string): [string, string] {
  const name = /^(?:\\.|[^\\=: \t\f])*/s.exec(line)?.[0] ?? '';
  const value = line.slice(name.length).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '');
  return [plain(name), plain(value)];
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function plain(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, char: string) =>
    code === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
