import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One package whose code is in a bundle: where it lies, such as `node_modules/zod`. */
type Notice = { readonly name: string; readonly text: string };

/** Which packages' code is in the bundle, and under what licence: each licence's text once, under the names that it holds for. */
export function thirdParty(root: string, paths: readonly string[]): string {
  const byText = Map.groupBy(
    paths.map((path) => noticeOf(join(root, path))),
    ({ text }) => text,
  );
  const parts = [...byText].map(([text, notices]) => {
    const names = new Set(notices.map(({ name }) => name));
    return `${[...names].join('\n')}\n\n${text}\n`;
  });
  return [HEAD, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

const HEAD =
  'The code in this folder holds code of the packages below. What lies in node_modules has its own licence beside it.\n';

function noticeOf(folder: string): Notice {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { name: `${name} ${version} (${license})`, text: texts.join('\n\n') || 'No licence text comes with it.' };
}
