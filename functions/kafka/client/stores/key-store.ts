import { messageOf } from '../../../../shared/delivery/port-error.ts';
import { type KeyStore, readPkcs12 } from './pkcs12.ts';

/** What a key store or trust store is, by its first bytes: its name says little, and Java takes PKCS12 for JKS as well. */
export function kindOfStore(bytes: Buffer): 'PEM' | 'PKCS12' | 'JKS' | 'unknown' {
  if (bytes.includes('-----BEGIN ')) return 'PEM';
  if (bytes[0] === 0x30) return 'PKCS12';
  return [0xfeedfeed, 0xcececece].includes(bytes.length < 4 ? 0 : bytes.readUInt32BE()) ? 'JKS' : 'unknown';
}

/** A store that is no PEM file, and where it stands. */
export type Store = {
  readonly bytes: Buffer;
  readonly path: string;
  readonly where: string;
  readonly password: string | undefined;
};

/** Reads a store in PKCS12. Throws with a sentence, which says how to make one of what is none: Java's own are known to Java alone. */
export function openStore({ bytes, path, where, password = '' }: Store): KeyStore {
  const convert = `keytool -importkeystore -srckeystore ${path} -destkeystore store.p12 -deststoretype PKCS12`;
  if (kindOfStore(bytes) !== 'PKCS12') {
    throw new Error(`${where} names ${path}, which is neither PEM nor PKCS12: run ${convert}, and name that`);
  }
  try {
    return readPkcs12(bytes, password);
  } catch (cause) {
    throw new Error(
      `${where} names ${path}, which cannot be opened (${messageOf(cause)}): expected its password beside it; if it is right, run ${convert}, and name that`,
      { cause },
    );
  }
}
