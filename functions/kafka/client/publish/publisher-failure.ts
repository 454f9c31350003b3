import { PortError } from '../../../../shared/delivery/port-error.ts';
import type { KafkaErrorCode } from '../errors/errors-table.ts';
import { toTrouble } from '../errors.ts';
import { explainByProbe } from '../explain-by-probe.ts';
import { probeSeldom } from '../probe-seldom.ts';
import type { KafkaSettings } from '../settings.ts';
import type { NewRecord } from './publisher-record.ts';

/** What an error of a request with these records means to who publishes: refused is what will never be taken. */
export type ToFailure = (error: unknown, records: readonly NewRecord[]) => Promise<PortError>;

/**
 * What asking for a producer's number fails with, to a publisher, which wants nothing else of the cluster or of a coordinator: whoever
 * may write on some topic is given one (KIP-679), once the broker has some.
 */
const TO_NUMBER: Readonly<Partial<Record<KafkaErrorCode, KafkaErrorCode>>> = {
  'cluster-not-permitted': 'topic-not-permitted',
  'coordinator-not-available': 'producer-fenced',
};

export function createToFailure(settings: KafkaSettings): ToFailure {
  const probe = probeSeldom(settings, Date.now);
  return async (error, records) => {
    const { code: found, kind, place, words, cause } = await explainByProbe(error, settings, probe);
    const code = TO_NUMBER[found] ?? found;
    const [topic, ...others] = new Set(records.map((record) => record.topic));
    const where = topic === undefined || others.length > 0 ? place : { topic, ...place };
    const { message } = toTrouble(code, { place: where, words, cause });
    return new PortError(kind === 'too-large' ? 'refused' : 'unavailable', 'publisher', { message, cause });
  };
}
