export type Import = { readonly specifier: string; readonly line: number };

/** `import … from 'x'`, `export … from 'x'` and `import 'x'`, which the formatter puts at the start of a line. */
const STATIC = /^(?:import|export)\b(?:[^'"`;()]*?\bfrom)?\s*(['"])([^'"\n]+)\1/gm;
/** `import('x')` and `require('x')`, types too. One whose module is computed cannot be read here. */
const DYNAMIC = /\b(?:import|require)\s*\(\s*(['"`])([^'"`$\n]+)\1/g;
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

/** What a module's text imports, in the order of its lines. */
export function findImports(text: string): readonly Import[] {
  const lines = text.split('\n');
  const found = [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)].map((match): Import => {
    const end = match.index + match[0].length;
    return { specifier: match[2] ?? '', line: text.slice(0, end).split('\n').length };
  });
  return found.filter(({ line }) => !COMMENT.test(lines[line - 1] ?? '')).sort((a, b) => a.line - b.line);
}
