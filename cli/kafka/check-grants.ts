import { count, paint, plain } from '../text.ts';
import type { Holder } from './acls.ts';
import { readAcls } from './cluster-acls.ts';
import { compareGrants } from './compare-grants.ts';
import { withLocalKafka } from './local-env.ts';
import { withAdmin } from './open-admin.ts';

/** Compares the grants with those on the cluster that the environment leads to, else on that of `up`; exit code 1 where they differ. */
export async function checkGrants(holders: readonly Holder[], json: boolean): Promise<void> {
  const acls = await withAdmin(await withLocalKafka(process.env, 'admin'), readAcls);
  const checked = holders.map(({ principal, grants }) => ({
    principal,
    needed: grants.length,
    findings: compareGrants(principal, grants, acls),
  }));
  const total = checked.reduce((sum, { findings }) => sum + findings.length, 0);
  if (total > 0) process.exitCode = 1;
  if (json) return void process.stdout.write(`${JSON.stringify({ principals: checked })}\n`);
  for (const { principal, needed, findings } of checked) {
    const sound = `has the ${count(needed, 'grant')} that it needs, and no other`;
    console.log(paint('bold', `${plain(principal)} ${findings.length === 0 ? sound : 'has not just what it needs'}`));
    for (const { kind, text } of findings) console.log(`  ${paint(COLOUR[kind], kind.padEnd(8))}  ${plain(text, 500)}`);
  }
  if (total > 0) console.log(`\n${count(total, 'finding')}. --apply makes what is missing; it takes nothing away.`);
}

const COLOUR = { missing: 'red', denied: 'red', 'too-wide': 'yellow', needless: 'yellow' } as const;
