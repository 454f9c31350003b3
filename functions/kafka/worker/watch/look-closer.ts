import type { KafkaErrorCode } from '../../client/errors/errors-table.ts';
import type { KafkaTrouble } from '../../client/errors.ts';
import type { Probe } from '../../client/probe-seldom.ts';

/** What a look at the broker finds of a trouble that says little; undefined where the trouble says enough and nobody looks. */
export type LookCloser = (trouble: KafkaTrouble) => Promise<KafkaTrouble | undefined> | undefined;

/** A broker that hangs up, and one that does not answer, may be of any kind. */
const VAGUE: readonly KafkaErrorCode[] = ['connection-closed', 'connect-timed-out', 'request-timed-out'];

/** Without a broker's address in the trouble, it is the first of these that is looked at. */
export function lookCloser(probe: Probe, [first]: readonly string[]): LookCloser {
  return ({ code, place: { broker = first } }) =>
    VAGUE.includes(code) && broker !== undefined ? probe(broker) : undefined;
}
