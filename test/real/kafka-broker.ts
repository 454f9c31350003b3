import { type Broker, type BrokerOptions, startBroker as start } from '../../local/broker/start-broker.ts';

export { findKafka } from '../../local/broker/find-kafka.ts';
export type { Broker } from '../../local/broker/start-broker.ts';

/** A fresh broker for a test file that has asked `findKafka` before. */
export async function startBroker(_jars: string, options: BrokerOptions = {}): Promise<Broker> {
  return start(options);
}
