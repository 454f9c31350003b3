import { type Base, kPerformWithRetry } from '@platformatic/kafka';
import type { KafkaTroubleKind } from './errors/errors-row.ts';
import { explainKafkaError } from './errors.ts';

/** The library tries them all again, and within each try of a call those that the call is made of: four times as long for the same answer. */
const FINAL: readonly KafkaTroubleKind[] = ['authentication', 'tls', 'timeout'];

/** The client, for one call that somebody waits for: a login or a certificate that is refused, and a broker that does not answer, end it at once. */
export function giveUpEarly<Client extends Base>(client: Client): Client {
  const perform = client[kPerformWithRetry];
  const isFinal = (error: Error) => FINAL.includes(explainKafkaError(error).kind);
  client[kPerformWithRetry] = (id, operation, callback, attempt, errors, isEnough, limit) => {
    const isEnd = (error: Error) => isEnough?.(error) === true || isFinal(error);
    return Reflect.apply(perform, client, [id, operation, callback, attempt, errors, isEnd, limit]);
  };
  return client;
}
