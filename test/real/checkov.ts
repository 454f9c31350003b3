import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.ts';

const VERSION = '3.3.30';
const HOME = join(CACHE, `checkov-${VERSION}`);

/** What is read of a finding in checkov's JSON. */
export type Finding = { readonly check_id: string; readonly resource: string; readonly check_name: string };

/** Checkov: the one on the PATH, or from PyPI, installed once into an environment of its own; `missing` says what to do. */
export function findCheckov(): { readonly command: string } | { readonly missing: string } {
  if (works('checkov', '--version')) return { command: 'checkov' };
  const done = join(HOME, 'done');
  if (!existsSync(done) && install()) writeFileSync(done, '');
  if (existsSync(done)) return { command: join(HOME, 'bin/checkov') };
  return { missing: 'no checkov on the PATH, and no Python that can install it: pip install checkov' };
}

export type Framework = 'terraform' | 'kubernetes' | 'dockerfile';

/** What checkov's policies find in a folder, with the modules that Terraform calls, and how many of them passed. */
export function runCheckov(command: string, folder: string, framework: Framework) {
  const args = ['-d', folder, '--framework', framework, '--output', 'json', '--compact', '--quiet', '--skip-download'];
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (stdout === '') throw new Error(`checkov said nothing: ${stderr}`);
  const report: Report = JSON.parse(stdout);
  const { passed, parsing_errors: unread } = report.summary;
  return { passed, unread, findings: report.results.failed_checks };
}

type Report = {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly Finding[] };
};

function install(): boolean {
  const isMade = works('python3', '-m', 'venv', '--clear', HOME);
  return (
    isMade && works(join(HOME, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', `checkov==${VERSION}`)
  );
}

function works(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
