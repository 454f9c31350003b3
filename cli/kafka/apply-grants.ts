import { count, plain } from '../text.ts';
import type { Holder } from './acls.ts';
import { createGrants } from './cluster-acls.ts';
import { grantText } from './grant.ts';
import { withLocalKafka } from './local-env.ts';
import { withAdmin } from './open-admin.ts';

/** Makes the grants on the cluster that the environment leads to, else on that of `up`; those that are there stay. */
export async function applyGrants(holders: readonly Holder[], json: boolean): Promise<void> {
  await withAdmin(await withLocalKafka(process.env, 'admin'), async (admin) => {
    for (const { principal, grants } of holders) await createGrants(admin, principal, grants);
  });
  if (json) return void process.stdout.write(`${JSON.stringify({ applied: holders })}\n`);
  for (const { principal, grants } of holders) {
    console.log(`${plain(principal)} has ${count(grants.length, 'grant')}:`);
    for (const grant of grants) console.log(`  ${plain(grantText(grant))}`);
  }
}
