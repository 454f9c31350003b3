import { relative } from 'node:path';
import { paint } from '../text.ts';
import { BUDGETS, most, toKb, toMb } from './budgets.ts';
import type { ColdStart } from './cold-start.ts';
import type { Manifest } from './manifest.ts';

/** What became of one adapter; `zip` is its path. */
export type Report = Manifest & { readonly name: string; readonly zip: string; readonly coldStart: ColdStart };

/** A few lines for a terminal. */
export function toText({ name, zip, bytes, files, sha256, beforeFirstEvent, onFirstUse, coldStart }: Report): string {
  const chunks = onFirstUse.map((one) => `${one.name} ${toKb(one.bytes)}`).join(', ');
  return `${paint('bold', name)}  ${relative(process.cwd(), zip)}
  zip                     ${toMb(bytes)} of at most ${toMb(BUDGETS.zip)}, ${Object.keys(files).length} files, sha256 ${sha256}
  before the first event  ${toKb(beforeFirstEvent.bytes)} of at most ${toKb(BUDGETS.code)}: ${most(beforeFirstEvent.imports, toKb)}
  cold import             ${toMs(coldStart.ms)}, after Node’s own start of ${toMs(coldStart.nodeMs)} (medians of ${coldStart.runs})
  on first use            ${chunks}`;
}

function toMs(value: number): string {
  return `${value.toFixed(0)} ms`;
}
