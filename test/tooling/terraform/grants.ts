import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The resources that let somebody do something, in Google Cloud and Azure. */
const GRANT = /^resource "((?:google_\w+_iam_(?:member|binding|policy)|azurerm_role_assignment))" "(\w+)"/;
const REASON = /^\s*# for: \S/;

/** Grants without a comment `# for: …` above them, or in them, that says whom they serve. */
export function grantsWithoutReason(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
  return files.flatMap((file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    return lines.flatMap((line, index) => {
      const [, type, name] = GRANT.exec(line) ?? [];
      return type === undefined || hasReason(lines, index)
        ? []
        : [`${file}:${index + 1}: ${type}.${name} has no # for: …`];
    });
  });
}

function hasReason(lines: readonly string[], index: number): boolean {
  const end = lines.indexOf('}', index);
  let start = index;
  while (lines[start - 1]?.startsWith('#')) start--;
  return lines.slice(start, end).some((line) => REASON.test(line));
}
