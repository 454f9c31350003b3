import type { KeyObject, X509Certificate } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import { readBytes } from '../settings/read-file.ts';
import { refuseBoth, type Source } from '../settings/source.ts';
import { kindOfStore, openStore } from './key-store.ts';
import type { KeyStore } from './pkcs12.ts';

/** Where our own certificate and its key may stand. */
export const KEYS = ['ssl.keystore.certificate.chain', 'ssl.keystore.key', 'ssl.keystore.location'] as const;

/** Our own certificate with its chain, and its key; nothing where none is set. Throws with a sentence. */
export function ownFrom(source: Source): SecureContextOptions {
  const [chain, key, location] = KEYS;
  refuseBoth(source, chain, location);
  const [cert, text, path] = [source.get(chain), source.get(key), source.get(location)];
  if (path !== undefined) return stored(path, source);
  if (cert === undefined && text === undefined) return {};
  if (cert === undefined) throw new Error(`${source.where(key)} is set and ${chain} is not: expected both`);
  if (text === undefined) throw new Error(`${source.where(chain)} is set and ${key} is not: expected both`);
  return { cert, key: text, ...passphraseFrom(source) };
}

function passphraseFrom(source: Source): { readonly passphrase?: string } {
  const passphrase = source.get('ssl.key.password') ?? source.get('ssl.keystore.password');
  return passphrase === undefined ? {} : { passphrase };
}

function stored(path: string, source: Source): SecureContextOptions {
  const where = source.where('ssl.keystore.location');
  const bytes = readBytes(path, where);
  const isPem = kindOfStore(bytes) === 'PEM';
  const found = isPem ? fromPem(bytes) : fromStore(openStore({ bytes, path, where, ...passwordOf(source) }));
  const missing = found.key === undefined ? 'PRIVATE KEY' : 'CERTIFICATE for its key';
  if (found.key === undefined || found.cert === undefined) {
    throw new Error(`${where} names ${path}, which has no ${missing}: expected both in it`);
  }
  return isPem ? { ...found, ...passphraseFrom(source) } : found;
}

function passwordOf(source: Source) {
  return { password: source.get('ssl.keystore.password') };
}

type Found = { readonly cert?: string | undefined; readonly key?: string | undefined };

function fromPem(bytes: Buffer): Found {
  const pem = bytes.toString('utf8');
  const ifHas = (part: string) => (pem.includes(`${part}-----`) ? pem : undefined);
  return { cert: ifHas('CERTIFICATE'), key: ifHas('PRIVATE KEY') };
}

function fromStore({ keys: [key], certificates }: KeyStore): Found {
  if (key === undefined) return {};
  const chain = chainOf(key, certificates);
  return {
    cert: chain.length === 0 ? undefined : chain.join(''),
    // PKCS8 as text is a text.
    key: key.export({ format: 'pem', type: 'pkcs8' }) as string,
  };
}

/** The key's certificate, and after it each one's issuer as far as it is there. */
function chainOf(key: KeyObject, certificates: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = certificates.filter((one) => one.checkPrivateKey(key)).slice(0, 1);
  for (let last = chain[0]; last !== undefined; last = chain.at(-1)) {
    const issuer = certificates.find((one) => !chain.includes(one) && last?.checkIssued(one));
    if (issuer === undefined) break;
    chain.push(issuer);
  }
  return chain;
}
