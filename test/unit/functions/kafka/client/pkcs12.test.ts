import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPkcs12 } from '../../../../../functions/kafka/client/stores/pkcs12.ts';
import { describeIf } from '../../../../skip.ts';
import { createCertificate, hasOpenssl } from '../../azure/certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-pkcs12-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A store that OpenSSL makes of a new certificate and its key. */
function store(...options: readonly string[]): Buffer {
  const { cert, key } = createCertificate(folder);
  const out = join(folder, 'store.p12');
  const files = ['-in', cert, ...(options.includes('-nokeys') ? [] : ['-inkey', key])];
  execFileSync('openssl', ['pkcs12', '-export', ...files, '-out', out, '-passout', 'pass:geheim-ü', ...options]);
  return readFileSync(out);
}

const WAYS: Readonly<Record<string, readonly string[]>> = {
  'as OpenSSL does by itself': [],
  'with AES of 128 bits': ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC'],
  'with a certificate that is not encrypted': ['-certpbe', 'NONE'],
  'with nothing encrypted': ['-certpbe', 'NONE', '-keypbe', 'NONE'],
};

describeIf(hasOpenssl, 'no openssl to make stores with')('a PKCS12 file', () => {
  it.each(Object.entries(WAYS))('gives its key and the certificate for it, written %s', (_, options) => {
    const { keys, certificates } = readPkcs12(store(...options), 'geheim-ü');
    expect([keys.length, certificates.length]).toEqual([1, 1]);
    const [key, certificate] = [keys[0], certificates[0]];
    if (key === undefined || certificate === undefined) throw new Error('just counted');
    expect(createPublicKey(key).equals(certificate.publicKey)).toBe(true);
  });

  it('gives certificates without a key', () => {
    const { keys, certificates } = readPkcs12(store('-nokeys'), 'geheim-ü');
    expect([keys.length, certificates.map(({ subject }) => subject)]).toEqual([0, ['CN=127.0.0.1']]);
  });

  it('is not opened by another password', () => {
    const bytes = store();
    expect(() => readPkcs12(bytes, 'geheim')).toThrow();
  });

  it('is refused when a byte is another, or opened, and never hangs', () => {
    const bytes = store('-certpbe', 'NONE', '-keypbe', 'NONE');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        try {
          expect(readPkcs12(changed, 'geheim-ü').keys.length).toBeLessThan(2);
        } catch (error) {
          expect(error).toHaveProperty('message');
        }
      }),
    );
  });
});
