import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runJest } from './tooling/run-jest.ts';
import { summarize } from './tooling/summary.ts';

/**
 * `npm test`, `npm run test:deep` and `npm run test:real`: node test/run.ts [deep|real] [ARGUMENTS OF JEST]
 * The last line is `N passed, N failed`, with `, N skipped` when there are any; before it stands what was skipped, and why.
 */
const SUITES = new Map([
  ['deep', ['test/deep']],
  ['real', ['test/real']],
]);

const [first = '', ...rest] = process.argv.slice(2);
const folders = SUITES.get(first) ?? ['test/unit', 'test/contract', 'test/e2e'];
const args = SUITES.has(first) ? rest : process.argv.slice(2);

process.exitCode = await run(folders.map((folder) => join(import.meta.dirname, '..', folder)).filter(hasTests));

async function run(roots: readonly string[]): Promise<number> {
  if (roots.length === 0) {
    console.log(`There are no tests in ${folders.join(', ')}.\n0 passed, 0 failed`);
    return 0;
  }
  // The roots come last: Jest would take a pattern behind them for one more.
  const { code, report } = await runJest([...args, ...roots.map((root) => `--roots=${root}`)]);
  if (report === undefined) {
    console.log(`Jest ended with code ${code} and without a report.\n0 passed, 1 failed`);
    return 1;
  }
  const { failed, skips, line } = summarize(report);
  if (skips.length > 0) console.log(['\nSkipped:', ...skips].join('\n  '));
  console.log(line);
  return failed > 0 || code !== 0 ? 1 : 0;
}

function hasTests(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.test.ts'));
}
