import type { Admin } from '@platformatic/kafka';
import { PARTITIONS } from '../../local/broker/start-dev.ts';
import { loadTable } from '../routes/load-table.ts';
import { createGrants } from './cluster-acls.ts';
import { clientEnv } from './dev-env.ts';
import type { Running } from './dev-folders.ts';
import { kafkaNames, neededGrants, neededTopics } from './needed-grants.ts';
import { withAdmin } from './open-admin.ts';

/** Makes the topics that the router needs, and on a secured Kafka gives it its grants. Gives the topics' names. */
export async function makeReady(running: Running): Promise<readonly string[]> {
  const grants = neededGrants(await loadTable(), kafkaNames(process.env));
  const topics = neededTopics(grants);
  await withAdmin(clientEnv(running, 'admin'), async (admin) => {
    await makeTopics(admin, topics);
    if (running.secure) await createGrants(admin, 'User:waybill', grants);
  });
  return topics;
}

async function makeTopics(admin: Admin, wanted: readonly string[]): Promise<void> {
  const there = new Set(await admin.listTopics());
  const topics = wanted.filter((topic) => !there.has(topic));
  if (topics.length > 0) await admin.createTopics({ topics, partitions: PARTITIONS, replicas: 1 });
}
