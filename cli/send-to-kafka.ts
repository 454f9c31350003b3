import type { CloudEvent } from '../shared/schemas/cloudevent.ts';
import { kafkaNames } from './kafka/needed-grants.ts';
import { loadTable } from './routes/load-table.ts';

/** Writes an event to the cluster that the environment leads to, as the router itself would. Resolves once all replicas in sync have it. */
export async function sendToKafka(event: CloudEvent): Promise<void> {
  const [{ createPublisher }, { topics }] = await Promise.all([import('../functions/kafka/publisher.ts'), loadTable()]);
  const env = { ...process.env, KAFKA_TOPIC: kafkaNames(process.env).topic };
  await createPublisher(env, topics)([event]);
}
