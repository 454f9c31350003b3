import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { describeIf } from '../skip.ts';
import { findCheckov, runCheckov } from './checkov.ts';
import { ACCEPTED, type Accepted } from './checkov-accepted.ts';

const checkov = findCheckov();
const [command, missing] = 'command' in checkov ? [checkov.command, ''] : ['', checkov.missing];

/** Policies of checkov on all three modules, as the root calls them. */
describeIf(command !== '', missing)('checkov over Terraform', () => {
  let report: ReturnType<typeof runCheckov>;
  beforeAll(() => {
    report = runCheckov(command, join(import.meta.dirname, '../../terraform'));
  }, 300_000);

  it('reads every file, and most policies pass', () => {
    expect(report.unread).toBe(0);
    expect(report.passed).toBeGreaterThan(3 * report.findings.length);
  });

  it('finds nothing that is not accepted for a reason', () => {
    const open = report.findings.filter((finding) => !ACCEPTED.some((accepted) => isOf(accepted, finding)));
    expect(open.map(({ check_id, resource, check_name }) => `${check_id} ${resource}: ${check_name}`)).toEqual([]);
  });

  it('accepts nothing that it does not find', () => {
    const stale = ACCEPTED.filter((accepted) => !report.findings.some((finding) => isOf(accepted, finding)));
    expect(stale.map(({ check, on }) => `${check} ${on}`)).toEqual([]);
  });
});

function isOf({ check, on }: Accepted, finding: { readonly check_id: string; readonly resource: string }): boolean {
  return finding.check_id === check && on.test(finding.resource);
}
