/**
 * A name that an expression reads: `google_x.y[0].id` has the root `google_x` and the steps `y`, `[0]`, `id`. A step in brackets is an
 * index, `[*]` a splat, and `.*` is one too.
 */
export type Reference = { readonly root: string; readonly steps: readonly string[] };

const WORDS = new Set(['true', 'false', 'null', 'if', 'else', 'endif', 'for', 'endfor', 'in']);

/**
 * What a value of hcl2json reads: a template, with expressions in `${…}` and `%{…}`, whose strings are templates again. What a `for` names
 * is not read from outside; functions, keys of objects and comments are no references.
 */
export function referencesIn(text: string): readonly Reference[] {
  const found: Reference[] = [];
  scanTemplate({ text, at: 0, found }, undefined, new Set());
  return found;
}

type Scan = { readonly text: string; at: number; readonly found: Reference[] };
type Names = ReadonlySet<string>;

/** Up to the quote that ends it, or to the end of the text. */
function scanTemplate(scan: Scan, end: '"' | undefined, names: Names): void {
  let inside = names;
  while (scan.at < scan.text.length) {
    if (end !== undefined && take(scan, /\\./y) !== undefined) continue;
    if (take(scan, /\$\$\{|%%\{/y) !== undefined) continue;
    if (take(scan, /\$\{~?/y) !== undefined) scanExpression(scan, '}', inside);
    else if (take(scan, /%\{~?/y) !== undefined) {
      inside = new Set([...inside, ...namesOfFor(scan)]);
      scanExpression(scan, '}', inside);
    } else if (scan.text[scan.at++] === end) return;
  }
}

const CLOSING = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Up to the bracket that closes it. */
function scanExpression(scan: Scan, close: string, outer: Names, isObject = false): void {
  const names = new Set([...outer, ...namesOfFor(scan)]);
  let mayBeKey = isObject && names.size === outer.size;
  const atKey = mayBeKey;
  while (scan.at < scan.text.length) {
    const blank = take(scan, /\s+|#.*|\/\/.*|\/\*[\s\S]*?\*\//y);
    if (blank !== undefined) {
      mayBeKey ||= atKey && blank.includes('\n');
      continue;
    }
    if (scan.text[scan.at] === close) {
      scan.at++;
      return;
    }
    scanToken(scan, names, mayBeKey);
    mayBeKey = atKey && scan.text[scan.at - 1] === ',';
  }
}

function scanToken(scan: Scan, names: Names, mayBeKey: boolean): void {
  const word = take(scan, /[A-Za-z_][\w-]*(?:::\w+)*/y);
  if (word !== undefined) scanWord(scan, word, { names, mayBeKey });
  else if (take(scan, /\d[\w.]*/y) === undefined) scanSign(scan, names);
}

/** Whatever is no word and no number: it may begin a text or open a bracket. */
function scanSign(scan: Scan, names: Names): void {
  const heredoc = take(scan, /<<-?\w+\r?\n/y)?.replace(/^<<-?|\s/g, '');
  const next = heredoc ?? scan.text[scan.at++] ?? '';
  const close = CLOSING.get(next);
  if (heredoc !== undefined) scanHeredoc(scan, heredoc, names);
  else if (next === '"') scanTemplate(scan, '"', names);
  else if (close !== undefined) scanExpression(scan, close, names, next === '{');
}

function scanWord(scan: Scan, root: string, { names, mayBeKey }: { names: Names; mayBeKey: boolean }): void {
  const isKey = mayBeKey && peek(scan, /\s*(?:=(?![=>])|:)/y);
  const isPlain = isKey || WORDS.has(root) || names.has(root) || peek(scan, /\s*\(/y);
  const steps = isKey ? [] : stepsOf(scan, names);
  if (!isPlain) scan.found.push({ root, steps });
}

function stepsOf(scan: Scan, names: Names): string[] {
  const steps: string[] = [];
  for (;;) {
    const step = take(scan, /\s*\.\s*(?:[A-Za-z_][\w-]*|\d+|\*)/y)?.replace(/[\s.]/g, '');
    if (step !== undefined) steps.push(/^[\d*]/.test(step) ? `[${step}]` : step);
    else if (scan.text[scan.at] !== '[') return steps;
    else {
      const start = scan.at++;
      scanExpression(scan, ']', names);
      steps.push(scan.text.slice(start, scan.at));
    }
  }
}

function scanHeredoc(scan: Scan, word: string, names: Names): void {
  const end = new RegExp(`^[ \\t]*${word}$`, 'm').exec(scan.text.slice(scan.at));
  const stop = end === null ? scan.text.length : scan.at + end.index;
  scanTemplate({ text: scan.text.slice(scan.at, stop), at: 0, found: scan.found }, undefined, names);
  scan.at = end === null ? stop : stop + end[0].length;
}

/** The one or two names of a `for` that begins here. */
function namesOfFor(scan: Scan): string[] {
  const head = take(scan, /\s*for\s+[\w-]+(?:\s*,\s*[\w-]+)?\s+in\b/y);
  return head === undefined ? [] : (head.match(/[\w-]+/g) ?? []).slice(1, -1);
}

function take(scan: Scan, pattern: RegExp): string | undefined {
  pattern.lastIndex = scan.at;
  const taken = pattern.exec(scan.text)?.[0];
  if (taken !== undefined) scan.at += taken.length;
  return taken;
}

function peek(scan: Scan, pattern: RegExp): boolean {
  pattern.lastIndex = scan.at;
  return pattern.test(scan.text);
}
