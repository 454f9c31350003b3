import { execFile } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Paths of one certificate with its key: PEM files, and both in one PKCS12 file. */
export type Certificate = {
  readonly cert: string;
  /** PKCS8, not encrypted. */
  readonly key: string;
  /** PKCS8, encrypted with `password`. */
  readonly encryptedKey: string;
  /** Key and chain in one PEM file: Kafka's `ssl.keystore.location` with the type PEM. */
  readonly keystore: string;
  readonly pkcs12: string;
  /** Of the PKCS12 file and of the encrypted key. */
  readonly password: string;
};

export type Authority = {
  /** The authority's own certificate, as PEM and in a PKCS12 trust store (with `password`). */
  readonly ca: string;
  readonly truststore: string;
  readonly password: string;
  /** The certificate of this name, issued the first time. `name` becomes its common name, which is the principal `User:NAME` on the `mtls` listener. */
  readonly issue: (name: string, options?: IssueOptions) => Promise<Certificate>;
};

export type IssueOptions = {
  /** `DNS:localhost,IP:127.0.0.1` unless told, which serves a broker on this machine and any client. */
  readonly names?: string;
  readonly expired?: boolean;
};

const PASSWORD = 'changeit';

/** A certificate authority with its files in a folder of its own, made with Java's keytool unless it is there. */
export async function createAuthority(folder: string, name = 'Waybill development CA'): Promise<Authority> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const store = join(folder, 'authority.p12');
  const [ca, truststore] = [join(folder, 'ca.pem'), join(folder, 'truststore.p12')];
  if (!existsSync(truststore)) {
    await rm(store, { force: true });
    await generate(store, ['-alias', 'ca', '-dname', `CN=${name}`, '-ext', 'bc:c', '-validity', '3650']);
    await keytool(store, ['-exportcert', '-rfc', '-alias', 'ca', '-file', ca]);
    await chmod(store, 0o600);
    await keytool(truststore, ['-importcert', '-noprompt', '-alias', 'ca', '-file', ca]);
  }
  let last: Promise<unknown> = Promise.resolve();
  return {
    ca,
    truststore,
    password: PASSWORD,
    issue: (subject, options) => {
      // One after another: all of them are written into the authority's own store.
      const issued = last.then(() => issue(folder, subject, options));
      last = issued.catch(() => {});
      return issued;
    },
  };
}

async function issue(folder: string, name: string, options: IssueOptions = {}): Promise<Certificate> {
  const path = (ending: string) => join(folder, `${name}${ending}`);
  if (!existsSync(path('.keystore.pem'))) await make(folder, name, options);
  return {
    cert: path('.pem'),
    key: path('.key'),
    encryptedKey: path('.encrypted.key'),
    keystore: path('.keystore.pem'),
    pkcs12: path('.p12'),
    password: PASSWORD,
  };
}

async function make(folder: string, name: string, options: IssueOptions): Promise<void> {
  const { names = 'DNS:localhost,IP:127.0.0.1', expired = false } = options;
  const authority = join(folder, 'authority.p12');
  const path = (ending: string) => join(folder, `${name}${ending}`);
  const dates = expired ? ['-startdate', '-30d', '-validity', '10'] : ['-validity', '3650'];
  const extensions = ['-ext', `san=${names}`, '-ext', 'eku=serverAuth,clientAuth'];
  await generate(authority, ['-alias', name, '-dname', `CN=${name}`, '-signer', 'ca', ...dates, ...extensions]);
  const from = ['-srckeystore', authority, '-srcstorepass', PASSWORD, '-srcalias', name];
  await keytool(path('.p12'), ['-importkeystore', '-noprompt', ...from]);
  await keytool(path('.p12'), ['-exportcert', '-rfc', '-alias', name, '-file', path('.pem')]);
  await writeKeys(path);
}

async function writeKeys(path: (ending: string) => string): Promise<void> {
  const der = shroudedKey(await readFile(path('.p12')));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase: PASSWORD });
  const plain = key.export({ format: 'pem', type: 'pkcs8' });
  const encrypted = key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: PASSWORD });
  const secret = { mode: 0o600 };
  await writeFile(path('.key'), plain, secret);
  await writeFile(path('.encrypted.key'), encrypted, secret);
  await writeFile(path('.keystore.pem'), `${plain}${await readFile(path('.pem'), 'utf8')}`, secret);
  await chmod(path('.p12'), 0o600);
}

/** The object identifier pkcs8ShroudedKeyBag (RFC 7292, §4.2.2), 1.2.840.113549.1.12.10.1.2, as it stands in a file. */
const SHROUDED_KEY_BAG = Buffer.from('060b2a864886f70d010c0a0102', 'hex');

/** The one EncryptedPrivateKeyInfo in a PKCS12 file: it follows the bag's identifier in a [0] of its own. keytool exports no keys. */
function shroudedKey(pkcs12: Buffer): Buffer {
  const at = pkcs12.indexOf(SHROUDED_KEY_BAG);
  if (at < 0) throw new Error('keytool wrote a PKCS12 file without a key: expected one key, as JDK 17 writes it');
  const tagged = at + SHROUDED_KEY_BAG.length;
  const start = tagged + headerAt(pkcs12, tagged);
  return pkcs12.subarray(start, start + headerAt(pkcs12, start) + lengthAt(pkcs12, start));
}

/** How many octets tag and length take (X.690, §8.1.3). */
function headerAt(der: Buffer, at: number): number {
  const first = der[at + 1] ?? 0;
  return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

function lengthAt(der: Buffer, at: number): number {
  const first = der[at + 1] ?? 0;
  return first < 0x80 ? first : der.readUIntBE(at + 2, first & 0x7f);
}

function generate(store: string, args: readonly string[]): Promise<void> {
  return keytool(store, ['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', ...args]);
}

async function keytool(store: string, [command = '', ...args]: readonly string[]): Promise<void> {
  // Of a store that is read into another, it is the other that is named with -dest.
  const dest = command === '-importkeystore' ? 'dest' : '';
  const into = [`-${dest}keystore`, store, `-${dest}storetype`, 'PKCS12', `-${dest}storepass`, PASSWORD];
  await promisify(execFile)('keytool', ['-J-XX:TieredStopAtLevel=1', command, ...into, ...args]);
}
