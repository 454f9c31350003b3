/** What a `sasl.jaas.config` says. */
export type Jaas = {
  /** The class without its package, such as `ScramLoginModule`. */
  readonly module: string;
  readonly options: Readonly<Record<string, string>>;
};

const FLAGS = ['required', 'requisite', 'sufficient', 'optional'];
const TOKEN = /\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([;=]|[^\s;="']+))/gsy;

/**
 * The line of `sasl.jaas.config`: `MODULE required name="value" …;` (javax.security.auth.login.Configuration). Undefined when it is none: who
 * asks says where it stands, and never what it says, since passwords are in it.
 */
export function parseJaas(line: string): Jaas | undefined {
  const tokens = tokenize(line);
  const [module, flag, ...rest] = tokens ?? [];
  if (module === undefined || rest.at(-1) !== ';' || !FLAGS.includes(flag?.toLowerCase() ?? '')) return undefined;
  const options = toOptions(rest.slice(0, -1));
  return options && { module: module.slice(module.lastIndexOf('.') + 1), options };
}

function tokenize(line: string): string[] | undefined {
  const text = line.trim();
  const tokens: string[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, double, single, bare] = match;
    tokens.push(bare ?? unquote(double ?? single ?? ''));
    end = match.index + whole.length;
  }
  return end === text.length ? tokens : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** As Java's StreamTokenizer, with which Kafka reads the line, takes what stands between quotes. */
function unquote(text: string): string {
  return text.replace(/\\(?:([0-3]?[0-7]{1,2})|(.))/gs, (_, octal: string | undefined, char: string) =>
    octal === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function toOptions(tokens: readonly string[]): Record<string, string> | undefined {
  const options: [string, string][] = [];
  for (let at = 0; at < tokens.length; at += 3) {
    const [name, equals, value] = tokens.slice(at, at + 3);
    if (name === undefined || equals !== '=' || value === undefined) return undefined;
    options.push([name, value]);
  }
  return Object.fromEntries(options);
}
