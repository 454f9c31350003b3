import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import type { createProgress } from '../command/progress.ts';
import { fillTopic } from './fill-topic.ts';

export type Progress = ReturnType<typeof createProgress>;

export const TOPIC = 'bench';

/** Works with a broker of its own that has so many events in its topic, and ends it. */
export async function withBroker<T>(
  events: number,
  progress: Progress,
  work: (broker: Broker) => Promise<T>,
): Promise<T> {
  progress.start('kafka: starting a broker');
  const broker = await startBroker({ heap: '256m' });
  try {
    await fillTopic({ brokers: broker.brokers, topic: TOPIC, events }, (written) =>
      progress.start(`kafka: ${written.toLocaleString('en')} of ${events.toLocaleString('en')} events written`),
    );
    return await work(broker);
  } finally {
    await broker.close();
  }
}
