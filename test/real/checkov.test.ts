import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeIf } from '../skip.ts';
import { findCheckov, runCheckov } from './checkov.ts';
import { ACCEPTED, ACCEPTED_MANIFESTS, type Accepted } from './checkov-accepted.ts';

const checkov = findCheckov();
const [command, missing] = 'command' in checkov ? [checkov.command, ''] : ['', checkov.missing];
const ROOT = join(import.meta.dirname, '../..');

/** Checkov knows the recipe of an image by the name Dockerfile alone. */
const image = mkdtempSync(join(tmpdir(), 'waybill-checkov-'));
cpSync(join(ROOT, 'deploy/kafka/Containerfile'), join(image, 'Dockerfile'));
afterAll(() => rmSync(image, { recursive: true }));

/** Terraform's are all three modules, as the root calls them. */
const RUNS = [
  { what: 'Terraform', folder: join(ROOT, 'terraform'), framework: 'terraform', accepted: ACCEPTED },
  {
    what: 'the worker’s manifests',
    folder: join(ROOT, 'deploy/kafka/kubernetes'),
    framework: 'kubernetes',
    accepted: ACCEPTED_MANIFESTS,
  },
  { what: 'the worker’s image', folder: image, framework: 'dockerfile', accepted: [] },
] as const;

describeIf(command !== '', missing)('checkov', () => {
  describe.each(RUNS)('over $what', ({ folder, framework, accepted }) => {
    let report: ReturnType<typeof runCheckov>;
    beforeAll(() => {
      report = runCheckov(command, folder, framework);
    }, 300_000);

    it('reads every file, and most policies pass', () => {
      expect(report.unread).toBe(0);
      expect(report.passed).toBeGreaterThan(3 * report.findings.length);
    });

    it('finds nothing that is not accepted for a reason', () => {
      const open = report.findings.filter((finding) => !accepted.some((line) => isOf(line, finding)));
      expect(open.map(({ check_id, resource, check_name }) => `${check_id} ${resource}: ${check_name}`)).toEqual([]);
    });

    it('accepts nothing that it does not find', () => {
      const stale = accepted.filter((line) => !report.findings.some((finding) => isOf(line, finding)));
      expect(stale.map(({ check, on }) => `${check} ${on}`)).toEqual([]);
    });
  });
});

function isOf({ check, on }: Accepted, finding: { readonly check_id: string; readonly resource: string }): boolean {
  return finding.check_id === check && on.test(finding.resource);
}
