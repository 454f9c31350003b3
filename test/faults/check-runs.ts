import { createRuns } from '../simulation/runs.ts';
import type { AuditLine } from './audit.ts';
import type { Finding } from './check.ts';

/** A process that was killed. */
export type Death = { readonly process: number; readonly at: number };

/**
 * Goes through what happened once more, with the simulation's own rules: a handler runs again only when its run was cut short, by the end of
 * its process, by its claim being given back or by the store's silence, and never once its outbox is in the store.
 */
export function checkRuns({ lines, deaths }: { lines: readonly AuditLine[]; deaths: readonly Death[] }) {
  const findings: Finding[] = [];
  let key = '';
  const runs = createRuns((what) => void findings.push({ key, what: what.replace(`${key} `, '') }));
  const open = [...deaths].sort((one, other) => one.at - other.at);
  for (const line of lines) {
    for (let death = open[0]; death !== undefined && death.at <= line.at; death = open[0]) {
      runs.excuse(death.process, { why: 'killed' });
      open.shift();
    }
    key = line.key;
    if (line.what === 'start') runs.start(key, line.process);
    else if (line.what === 'back' || line.what === 'failed') runs.excuse(line.process, { why: line.what, key });
    else if (line.what === 'wrote') runs.wrote(key, line.claim);
  }
  return findings;
}
