import { dirname, join } from 'node:path';

/** The files of this project that a module’s text imports, types aside. Comments must be gone from the text already. */
export function importedFiles(file: string, code: string): readonly string[] {
  return [...code.matchAll(STATIC), ...code.matchAll(DYNAMIC)].map(([, path = '']) => join(dirname(file), path));
}

/** `import … from './x.ts'`, `export … from './x.ts'` and `import './x.ts'`; what is imported as a type alone is gone when it runs. */
const STATIC = /^\s*(?:import|export)\b(?!\s+type\b)(?:[^'"`;()]*?\bfrom)?\s*['"](\.[^'"\n]+)['"]/gm;
const DYNAMIC = /\bimport\s*\(\s*['"`](\.[^'"`$\n]+)['"`]/g;
