import { readBytes } from '../settings/read-file.ts';
import { refuseBoth, type Source } from '../settings/source.ts';
import { kindOfStore, openStore, type Store } from './key-store.ts';

/** Where trusted certificates may stand. */
export const TRUST = ['ssl.truststore.certificates', 'ssl.truststore.location'] as const;

/** The certificates that a broker's must come from, as PEM; nothing where Node's own count. Throws with a sentence. */
export function trustedFrom(source: Source): { readonly ca?: string } {
  const [inline, location] = TRUST;
  refuseBoth(source, inline, location);
  const [text, path, where] = [source.get(inline), source.get(location), source.where(location)];
  if (text !== undefined) return { ca: withOne(text, source.where(inline)) };
  if (path === undefined) return {};
  return { ca: trustedIn({ path, where, password: source.get('ssl.truststore.password') }) };
}

/** The certificates of a file, PEM or PKCS12, as PEM. Throws with a sentence. */
export function trustedIn({ path, where, password }: Omit<Store, 'bytes'>): string {
  const bytes = readBytes(path, where);
  const isPem = kindOfStore(bytes) === 'PEM';
  const pem = isPem ? bytes.toString('utf8') : openStore({ bytes, path, where, password }).certificates.join('');
  return withOne(pem, `${where}, ${path},`);
}

/** Node takes a text without a certificate for one that trusts nobody. */
function withOne(pem: string, where: string): string {
  if (pem.includes('CERTIFICATE-----')) return pem;
  throw new Error(`${where} has no certificate: expected one to trust`);
}
