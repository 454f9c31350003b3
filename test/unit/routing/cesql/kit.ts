import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A case of the CESQL conformance kit; `result` is checked only where the kit gives one. */
export type KitCase = {
  readonly name: string;
  readonly expression: string;
  readonly result?: unknown;
  readonly error?: string;
  readonly event?: Readonly<Record<string, unknown>>;
  readonly eventOverrides?: Readonly<Record<string, unknown>>;
};

/** The kit's cases by file, in the folder that CESQL_TCK names; none when it names none. */
export function readKit(folder: string | undefined): readonly (readonly [file: string, cases: readonly KitCase[]])[] {
  if (folder === undefined) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => [file, readCases(readFileSync(join(folder, file), 'utf8'))]);
}

/** An expression is the text that stands there, also where YAML would take it for a number or a boolean. */
function readCases(yaml: string): readonly KitCase[] {
  const texts: readonly KitCase[] = parse(yaml, { schema: 'failsafe' }).tests;
  const cases: readonly KitCase[] = parse(yaml).tests;
  return cases.map((one, index) => ({ ...one, expression: texts[index]?.expression ?? '' }));
}
