import { nearest } from '../../../../shared/routing/match/nearest.ts';
import { KEYS } from '../stores/own-certificate.ts';
import { TRUST } from '../stores/trust-store.ts';
import type { Source } from './source.ts';

export type Protocol = (typeof PROTOCOLS)[number];

const PROTOCOLS = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;

/** `security.protocol`. Throws when it is none, and when it leaves out what other settings ask for: what looks safe must be. */
export function protocolFrom(source: Source): Protocol {
  const name = 'security.protocol';
  const given = source.get(name)?.toUpperCase() ?? 'PLAINTEXT';
  const protocol = PROTOCOLS.find((one) => one === given);
  if (protocol === undefined)
    throw new Error(`${source.where(name)} is ${JSON.stringify(given)}: expected ${meant(given)}`);
  const unused = [
    ...(protocol.startsWith('SASL') ? [] : SASL),
    ...(protocol.endsWith('SSL') ? [] : [...TRUST, ...KEYS]),
  ].find((one) => source.raw(one)?.trim());
  if (unused === undefined) return protocol;
  const needs = unused.startsWith('ssl') ? 'SSL or SASL_SSL' : 'SASL_SSL';
  throw new Error(
    `${source.where(unused)} is set, and security.protocol is ${protocol}, which makes no use of it: expected ${needs}`,
  );
}

const SASL = ['sasl.username', 'sasl.password', 'sasl.password.file', 'sasl.jaas.config', 'secret'];

function meant(given: string): string {
  const one = nearest(given, PROTOCOLS);
  return `one of ${PROTOCOLS.join(', ')}${one === undefined ? '' : `; is ${one} meant?`}`;
}
