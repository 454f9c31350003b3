import { explainKafkaError, type KafkaTrouble, nameBrokers } from './errors.ts';
import { probeBroker } from './probe.ts';
import type { Probe } from './probe-seldom.ts';
import type { KafkaSettings } from './settings.ts';

/**
 * What an error of a client with these settings means; where that alone does not tell, after a look at the broker, which takes some
 * seconds at most. It never rejects.
 */
export async function explainByProbe(
  error: unknown,
  settings: KafkaSettings,
  probe: Probe = (broker) => probeBroker(settings, broker),
): Promise<KafkaTrouble> {
  const trouble = nameBrokers(explainKafkaError(error), settings.brokers);
  const broker = trouble.place.broker ?? settings.brokers[0];
  if (trouble.code !== 'connection-closed' || broker === undefined) return trouble;
  const found = await probe(broker).catch(() => undefined);
  return found === undefined ? trouble : { ...found, cause: error };
}
