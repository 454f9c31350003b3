import { PortError } from '../shared/delivery/port-error.ts';
import type { CloudEvent } from '../shared/schemas/cloudevent.ts';
import { withLocalKafka } from './kafka/local-env.ts';
import { kafkaNames } from './kafka/needed-grants.ts';
import { loadTable } from './routes/load-table.ts';

/**
 * Writes an event as the router itself would: to the cluster that the environment leads to, else to that of `up`. Resolves once all
 * replicas in sync have it; rejects with one sentence on what is wrong and what to do.
 */
export async function sendToKafka(event: CloudEvent): Promise<void> {
  const [{ createPublisher }, { topics }] = await Promise.all([import('../functions/kafka/publisher.ts'), loadTable()]);
  const env = await withLocalKafka(process.env, 'waybill');
  await createPublisher(
    { ...env, KAFKA_TOPIC: kafkaNames(env).topic },
    topics,
  )([event]).catch((error: unknown) => {
    throw error instanceof PortError ? new Error(withoutPort(error), { cause: error }) : error;
  });
}

/** What a worker calls the port is nothing to a person. */
function withoutPort({ port, kind, message }: PortError): string {
  return message.slice(`${port} ${kind}: `.length);
}
