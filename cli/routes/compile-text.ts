import { wrap } from '../explain/columns.ts';
import { paint, plain } from '../text.ts';
import type { Written } from './compile.ts';
import { TRIGGERS } from './compiled.ts';
import { INFRASTRUCTURE } from './infrastructure/of-clouds.ts';
import { membersText } from './members-text.ts';

/** Each file with what became of it and, of each source, how well the filter fits; what would be lost stands out. */
export function compileText(files: readonly Written[]): string {
  const width = Math.max(0, ...files.map(({ path }) => path.length));
  return files.map((file) => fileText(file, width)).join('\n');
}

function fileText({ cloud, path, state, members, triggers, losses }: Written, width: number): string {
  const sources = TRIGGERS.filter((source) => INFRASTRUCTURE[cloud][source] !== undefined);
  const label = `${path.padEnd(width)}  `;
  const what = state === 'changed' ? `changed: ${membersText(members)}` : state;
  return [
    `${paint('bold', label)}${wrap(label, what).slice(label.length)}`,
    ...sources.map((source) => triggerText(source, triggers[source])),
    ...losses.map((loss) => paint('yellow', wrap('  ', loss))),
  ].join('\n');
}

function triggerText(source: string, trigger: Written['triggers'][keyof Written['triggers']]): string {
  const label = `  ${source.padEnd(8)} `;
  if (trigger === null || trigger === undefined) return `${label}no trigger: no route takes what it brings`;
  return wrap(label, plain(`${trigger.fit}${trigger.why === undefined ? '' : `: ${trigger.why}`}`, 1_000));
}
