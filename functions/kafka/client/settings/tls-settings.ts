import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { messageOf } from '../../../../shared/delivery/port-error.ts';
import { KEYS, ownFrom } from '../stores/own-certificate.ts';
import { TRUST, trustedFrom } from '../stores/trust-store.ts';
import type { Source } from './source.ts';

export type TlsSettings = {
  /** Whether the broker's certificate must name its host; not where `ssl.endpoint.identification.algorithm` is empty. */
  readonly checkHost: boolean;
  /** Where the trusted certificates stand, for a description; absent where they are those that Node knows. */
  readonly ca?: string;
  /** Where our own certificate and key stand. */
  readonly certificate?: string;
  /** Certificates, keys and passwords as they are now. Throws with a sentence when something is not there, or of no use. */
  readonly material: () => SecureContextOptions;
};

/** The `ssl.*` settings. Reads everything once, so that what cannot work stops the load. */
export function tlsFrom(read: () => Source): TlsSettings {
  const material = () => usable(read());
  material();
  const source = read();
  const [ca, certificate] = [whereFirst(source, TRUST), whereFirst(source, KEYS)];
  return {
    checkHost: checksHost(source),
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    material,
  };
}

function whereFirst(source: Source, names: readonly string[]): string | undefined {
  const name = names.find((one) => source.get(one) !== undefined);
  if (name === undefined) return undefined;
  return name.endsWith('.location') ? source.get(name) : source.where(name);
}

function checksHost(source: Source): boolean {
  const name = 'ssl.endpoint.identification.algorithm';
  if (source.raw(name) === undefined) return true;
  const value = source.get(name)?.toLowerCase();
  if (value === undefined || value === 'https') return value !== undefined;
  throw new Error(
    `${source.where(name)} is ${JSON.stringify(value)}: expected https, or nothing for no check of host names`,
  );
}

function usable(source: Source): SecureContextOptions {
  const material = { ...versions(source), ...ciphers(source), ...trustedFrom(source), ...ownFrom(source) };
  try {
    createSecureContext(material);
  } catch (cause) {
    const places = [whereFirst(source, KEYS), whereFirst(source, TRUST)].filter((place) => place !== undefined);
    throw new Error(
      `The ssl settings cannot be used (${messageOf(cause)}): expected a key that fits its certificate, the right ssl.key.password, and known ssl.cipher.suites${places.length === 0 ? '' : `; they are in ${places.join(' and ')}`}`,
      { cause },
    );
  }
  return material;
}

/** OpenSSL takes the names of RFC 8446 and RFC 5289 that Java has. */
function ciphers(source: Source): SecureContextOptions {
  const names = source.get('ssl.cipher.suites');
  return names === undefined ? {} : { ciphers: names.replaceAll(/\s*,\s*/g, ':') };
}

function versions(source: Source): SecureContextOptions {
  const name = 'ssl.enabled.protocols';
  const names = source
    .get(name)
    ?.split(',')
    .map((one) => one.trim());
  if (names === undefined) return {};
  const known = VERSIONS.filter((one) => names.includes(one));
  const [min, max] = [known[0], known.at(-1)];
  if (min !== undefined && max !== undefined && known.length === names.length)
    return { minVersion: min, maxVersion: max };
  throw new Error(
    `${source.where(name)} is ${JSON.stringify(names.join(','))}: expected ${VERSIONS.join(', ')} or both`,
  );
}

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
