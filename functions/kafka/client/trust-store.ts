import { kindOfStore, openStore } from './key-store.ts';
import { readBytes } from './read-file.ts';
import { refuseBoth, type Source } from './source.ts';

/** Where trusted certificates may stand. */
export const TRUST = ['ssl.truststore.certificates', 'ssl.truststore.location'] as const;

/** The certificates that a broker's must come from, as PEM; nothing where Node's own count. Throws with a sentence. */
export function trustedFrom(source: Source): { readonly ca?: string } {
  const [inline, location] = TRUST;
  refuseBoth(source, inline, location);
  const [text, path, where] = [source.get(inline), source.get(location), source.where(location)];
  if (text !== undefined) return { ca: withOne(text, source.where(inline)) };
  if (path === undefined) return {};
  const bytes = readBytes(path, where);
  if (kindOfStore(bytes) === 'PEM') return { ca: withOne(bytes.toString('utf8'), `${where}, ${path},`) };
  const { certificates } = openStore({ bytes, path, where, password: source.get('ssl.truststore.password') });
  return { ca: withOne(certificates.join(''), `${where}, ${path},`) };
}

/** Node takes a text without a certificate for one that trusts nobody. */
function withOne(pem: string, where: string): string {
  if (pem.includes('CERTIFICATE-----')) return pem;
  throw new Error(`${where} has no certificate: expected one to trust`);
}
