import type { KafkaErrorCode } from '../../client/errors/errors-table.ts';
import { type KafkaTrouble, nameBrokers } from '../../client/errors.ts';
import type { Probe } from '../../client/probe-seldom.ts';

/** What a look at the broker finds of a trouble that says little; undefined where the trouble says enough and nobody looks. */
export type LookCloser = (trouble: KafkaTrouble) => Promise<KafkaTrouble | undefined> | undefined;

/** A broker that hangs up, and one that does not answer, may be of any kind. */
const VAGUE: readonly KafkaErrorCode[] = ['connection-closed', 'connect-timed-out', 'request-timed-out'];

/** Without a broker's address in the trouble, it is the first of these that is looked at. */
export function lookCloser(probe: Probe, brokers: readonly string[]): LookCloser {
  return (trouble) => {
    const { code, place } = trouble;
    const { broker = brokers[0] } = place;
    if (VAGUE.includes(code) && broker !== undefined) return probe(broker);
    const named = nameBrokers(trouble, brokers);
    return named === trouble ? undefined : Promise.resolve(named);
  };
}
