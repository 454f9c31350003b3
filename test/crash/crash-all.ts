import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../local/payments/gateway.ts';
import { type Crash, type CrashReport, crash } from './crash-run.ts';

export type Counted = { readonly what: string } & CrashReport;

/** So many workers at a time: one for each core. */
const AT_ONCE = 2;

/** Every list one crash after another, the lists side by side, over one gateway; a list ends where its point is not come to any more. */
export async function crashAll(lists: readonly (readonly Crash['at'][])[]): Promise<readonly Counted[]> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-crash-gateway-'));
  const gateway = await startGateway({ folder });
  const counted: Counted[] = [];
  const queue = lists.entries();
  const worker = async () => {
    for (const [number, list] of queue) {
      for (const [index, at] of list.entries()) {
        const report = await crash({ at, payments: `${gateway.url}/run-${number}-${index}` });
        counted.push({
          what: 'point' in at ? `${at.point}, time ${at.occurrence}` : `line ${at.lines} of the log`,
          ...report,
        });
        if (!report.killed) break;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await gateway.close();
    await rm(folder, { recursive: true, force: true });
  }
  return counted;
}

/** What was found, a line each. */
export function toFindings(counted: readonly Counted[]): readonly string[] {
  return counted.flatMap(({ what, findings }) => findings.map((finding) => `killed at ${what}: ${finding}`));
}
