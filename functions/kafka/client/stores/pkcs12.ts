import { createDecipheriv, createPrivateKey, type KeyObject, pbkdf2Sync, X509Certificate } from 'node:crypto';
import { type Der, hex, readDer, within } from './der.ts';

export type KeyStore = { readonly keys: readonly KeyObject[]; readonly certificates: readonly X509Certificate[] };

/**
 * What lies in a PKCS12 file (RFC 7292), as Java 9 and later and OpenSSL 3 write it: encrypted by PBES2 with AES. Node's own `pfx` takes no file without
 * a key, and would trust every authority in one that has it. Throws on another encryption, and on a wrong password.
 */
export function readPkcs12(bytes: Buffer, password: string): KeyStore {
  const [, authSafe] = within(readDer(bytes)[0]);
  const safes = within(sequenceOf(contentOf(authSafe)));
  const bags = safes.flatMap((safe) => within(sequenceOf(openSafe(safe, password))));
  const values = bags.map((bag) => {
    const [id, value] = within(bag);
    return { kind: hex(id), value: within(value)[0] };
  });
  return {
    keys: values.flatMap(({ kind, value }) => (KEY_BAGS.includes(kind) && value ? [toKey(value, password)] : [])),
    certificates: values.flatMap(({ kind, value }) => (kind === CERTIFICATE_BAG ? [toCertificate(value)] : [])),
  };
}

// Object identifiers as their DER contents.
const ENCRYPTED_DATA = '2a864886f70d010706';
const KEY_BAGS = ['2a864886f70d010c0a0101', '2a864886f70d010c0a0102'];
const CERTIFICATE_BAG = '2a864886f70d010c0a0103';
const PBES2 = '2a864886f70d01050d';
const DIGESTS: Readonly<Record<string, string>> = {
  '2a864886f70d0207': 'sha1',
  '2a864886f70d0209': 'sha256',
  '2a864886f70d020a': 'sha384',
  '2a864886f70d020b': 'sha512',
};
const CIPHERS: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
  '60864801650304012a': ['aes-256-cbc', 32],
  '608648016503040116': ['aes-192-cbc', 24],
  '608648016503040102': ['aes-128-cbc', 16],
};

/** The octets of a ContentInfo that is plain. */
function contentOf(info: Der | undefined): Buffer {
  const [, explicit] = within(info);
  return within(explicit)[0]?.body ?? Buffer.of();
}

function sequenceOf(bytes: Buffer): Der | undefined {
  return readDer(bytes)[0];
}

function openSafe(safe: Der, password: string): Buffer {
  const [id, explicit] = within(safe);
  if (hex(id) !== ENCRYPTED_DATA) return contentOf(safe);
  const [, info] = within(within(explicit)[0]);
  const [, algorithm, content] = within(info);
  return decrypt(algorithm, content?.body ?? Buffer.of(), password);
}

/** PBES2 (RFC 8018, section 6.2) with PBKDF2. */
function decrypt(algorithm: Der | undefined, content: Buffer, password: string): Buffer {
  const [scheme, parameters] = within(algorithm);
  if (hex(scheme) !== PBES2) throw new Error('its encryption is out of date');
  const [derivation, encryption] = within(parameters);
  const [salt, iterations, ...rest] = within(within(derivation)[1]);
  const [cipher, iv] = within(encryption);
  const [name, length] = CIPHERS[hex(cipher)] ?? unknown();
  const prf = rest.find(({ tag }) => tag === SEQUENCE);
  const digest = prf === undefined ? 'sha1' : (DIGESTS[hex(within(prf)[0])] ?? unknown());
  const count = Number.parseInt(hex(iterations), 16);
  if (salt === undefined || iv === undefined || !(count <= MOST_ITERATIONS)) unknown();
  const key = pbkdf2Sync(password, salt.body, count, length, digest);
  const decipher = createDecipheriv(name, key, iv.body);
  return Buffer.concat([decipher.update(content), decipher.final()]);
}

const SEQUENCE = 0x30;
/** A hundred times what Java takes; more would only keep the process busy. */
const MOST_ITERATIONS = 1_000_000;

function unknown(): never {
  throw new Error('its encryption is not known here');
}

function toKey({ whole }: Der, passphrase: string): KeyObject {
  return createPrivateKey({ key: whole, format: 'der', type: 'pkcs8', passphrase });
}

function toCertificate(value: Der | undefined): X509Certificate {
  const [, explicit] = within(value);
  return new X509Certificate(within(explicit)[0]?.body ?? Buffer.of());
}
