import { describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { stampOf, stampsOf } from '../../../cli/build/manifest.ts';
import { zip } from '../../../cli/build/zip.ts';
import { ROOT } from '../../e2e/support/checkout.ts';
import { runChild } from '../../e2e/support/child.ts';

const FILES = [
  ['index.js', Buffer.from('export const handler = 1;\n')],
  ['chunks/a.js', Buffer.from('a'.repeat(10_000))],
  ['empty', new Uint8Array()],
] as const;

describe('the zip of a build', () => {
  it('holds every file as it is', () => {
    const unzipped = unzipSync(zip(new Map(FILES)));
    expect(Object.keys(unzipped)).toEqual(['chunks/a.js', 'empty', 'index.js']);
    for (const [name, contents] of FILES) expect(Buffer.from(unzipped[name] ?? [])).toEqual(Buffer.from(contents));
  });

  it('has the same bytes whatever the order of the files', () => {
    expect(zip(new Map(FILES))).toEqual(zip(new Map(FILES.toReversed())));
  });

  it('has the same bytes in every time zone, and no present time in it', async () => {
    const script = `import { zip } from './cli/build/zip.ts';
      process.stdout.write(Buffer.from(zip(new Map([['a', Buffer.from('a')]]))).toString('hex'));`;
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].map((TZ) =>
      runChild(['--input-type=module', '--eval', script], { cwd: ROOT, env: { TZ } }),
    );
    const [east, west] = await Promise.all(zones);
    expect(east).toEqual({ code: 0, stdout: expect.stringMatching(/^504b/), stderr: '' });
    expect(east).toEqual(west);
  });

  it('makes plain files that everybody may read', () => {
    const bytes = Buffer.from(zip(new Map(FILES)));
    // The external attributes lie 38 bytes into a file's entry of the central directory (APPNOTE.TXT 4.3.12).
    const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    expect((bytes.readUInt32LE(entry + 38) >>> 16).toString(8)).toBe('100644');
  });
});

describe('what the manifest says of files', () => {
  it('is their size and SHA-256, by sorted names', () => {
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(stampOf(Buffer.from('abc'))).toEqual({ bytes: 3, sha256 });
    expect(Object.keys(stampsOf(new Map(FILES)))).toEqual(['chunks/a.js', 'empty', 'index.js']);
  });
});
