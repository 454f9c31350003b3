import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { explainEvent } from '../../../cli/explain/explain-event.ts';
import { toText } from '../../../cli/explain/to-text.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { ROOT } from '../../e2e/support/checkout.ts';
import { startCommands } from './commands.ts';

const commands = startCommands();
afterAll(commands.close);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-explain-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

const UPLOAD = {
  ...{ specversion: '1.0', id: 'cat.jpg#17', source: 's3://uploads', type: 'blob.uploaded', subject: 'cat.jpg' },
  data: { bucket: 'uploads', name: 'cat.jpg', version: '17', size: 5, contentType: 'image/jpeg', etag: 'x' },
};
const NOTE = { ...UPLOAD, data: { ...UPLOAD.data, contentType: 'text/plain' } };
const MISTYPED = { ...UPLOAD, type: 'blob.upload' };
const UNFIT = { ...UPLOAD, data: { ...UPLOAD.data, size: '5' } };

/** Writes the event, or the text, to a file and explains it. */
async function explain(content: unknown, ...options: readonly string[]) {
  const file = join(folder, 'event.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return commands.run(['explain', file, ...options]);
}

describe('waybill explain', () => {
  it('shows who gets an event and what keeps the others from it, within 80 columns', async () => {
    const { code, stdout } = await explain(UPLOAD);
    expect([code, stdout]).toEqual([0, WANTED]);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('ends with 1 and a hint when nobody wants the event', async () => {
    const { code, stdout } = await explain(MISTYPED);
    expect(code).toBe(1);
    expect(stdout).toContain('goes nowhere\n');
    expect(stdout).toContain('  · the type is "blob.upload": did you mean "blob.uploaded"? With that type it\n');
  });

  it('names the condition that fails', async () => {
    const { code, stdout } = await explain(NOTE);
    expect(code).toBe(1);
    expect(stdout).toContain(
      '✗ resize   /data/contentType\n           wanted text that begins with "image/"\n           got    "text/plain"\n',
    );
  });

  it('says of a route that wants the event that its schema will refuse it', async () => {
    const { code, stdout } = await explain(UNFIT);
    expect(code).toBe(0);
    expect(stdout).toContain('! resize   matched, but becomes a dead letter, schema:\n');
    expect(stdout).toContain('           /data/size: wanted number, got "5"\n');
  });

  it('says of a join that the event has not what its parts have in common', async () => {
    const { subject: _subject, ...order } = { ...UPLOAD, type: 'order.placed' };
    const { stdout } = await explain(order, '--route', 'ship', '--json');
    expect(JSON.parse(stdout).routes).toMatchObject([{ matched: true, refused: { code: 'no-key', at: '/subject' } }]);
  });

  it('prints one JSON document with --json', async () => {
    const { code, stdout, stderr } = await explain(NOTE, '--json', '--route', 'resize');
    expect([code, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual({
      event: { id: 'cat.jpg#17', source: 's3://uploads', type: 'blob.uploaded', subject: 'cat.jpg' },
      routes: [
        {
          ...{ route: 'resize', kind: 'route', matched: false },
          failed: { at: '/data/contentType', wanted: 'text that begins with "image/"', got: '"text/plain"' },
        },
      ],
      hints: [expect.stringContaining('the event is done, skipped')],
    });
  });

  it('explains each event of an array, and ends with 0 when each has a route', async () => {
    const both = await explain([UPLOAD, MISTYPED], '--json');
    expect(both.code).toBe(1);
    expect(JSON.parse(both.stdout).map(({ event }: { event: { type: string } }) => event.type)).toEqual([
      'blob.uploaded',
      'blob.upload',
    ]);
    expect((await explain([UPLOAD, UPLOAD])).code).toBe(0);
  });

  it('reads stdin for -', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'cli/waybill.mjs'), 'explain', '-', '--json'], { cwd: ROOT });
    child.stdin.end(JSON.stringify(UPLOAD));
    expect(JSON.parse(await text(child.stdout)).event.id).toBe('cat.jpg#17');
  });

  it('explains a sample of a type', async () => {
    const { code, stdout } = await commands.run(['explain', '--type', 'order.placed']);
    expect(code).toBe(0);
    expect(stdout).toContain('\ngoes to confirm, reserve, charge, ship\n');
    const unknown = await commands.run(['explain', '--type', 'order.place']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean order.placed?')]);
  });

  it('shows one route alone, and says who gets the event all the same', async () => {
    const { code, stdout } = await explain(UPLOAD, '--route', 'confirm');
    expect([code, stdout.split('\n').slice(1)]).toEqual([
      1,
      ['goes to resize', '', '✗ confirm  /type: wanted "order.placed", got "blob.uploaded"', ''],
    ]);
  });

  it('says of an event that names its one route who does not get it, and what was meant', async () => {
    const addressed = await explain({ ...UPLOAD, waybillroute: 'resize' });
    expect([addressed.code, addressed.stdout]).toEqual([0, WANTED]);
    const { code, stdout } = await explain({ ...UPLOAD, waybillroute: 'resise' });
    expect([code, stdout]).toEqual([1, expect.stringContaining('goes nowhere\n')]);
    expect(stdout).toContain('✗ resize   /waybillroute: wanted "resize" or nothing there, got "resise"\n');
    expect(stdout).toContain('mean "resize"?\n');
  });

  it('tells of filters at the attribute that fails, and of an expression’s errors', async () => {
    const base = { on: 'order.placed', schema: z.unknown(), handle: async () => {} };
    const table = defineRoutes([
      route({ ...base, name: 'eu', filters: [{ any: [{ suffix: { source: '/eu' } }, { exact: { region: 'eu' } }] }] }),
      route({ ...base, name: 'real', filters: [{ not: { exact: { subject: 'test' } } }] }),
      route({ ...base, name: 'sql', filters: [{ sql: 'INT(subject) > 3' }] }),
    ]);
    const event = { specversion: '1.0', id: '1', source: '/us', type: 'order.placed', subject: 'test' } as const;
    const lines = toText(await explainEvent(table, event), { only: undefined, all: false }).split('\n');
    expect(lines.slice(3, 8)).toEqual([
      '✗ eu    the event',
      '        wanted (source ends with "/eu") or (region is "eu")',
      '        got    source "/us" and region nothing',
      '✗ real  /subject: wanted not (subject is "test"), got subject "test"',
      '✗ sql   /subject: wanted INT(subject) > 3, got false; cast: "test" is no Integer',
    ]);
  });

  it('ends quietly when its reader has enough', async () => {
    const file = join(folder, 'many.json');
    await writeFile(file, JSON.stringify(Array.from({ length: 500 }, () => UPLOAD)));
    const child = spawn(process.execPath, [join(ROOT, 'cli/main.ts'), 'explain', file]);
    child.stdout.destroy();
    expect(await text(child.stderr)).toBe('');
  });

  it('shows nothing that could steer a terminal', async () => {
    const { stdout } = await explain({ ...NOTE, data: { ...NOTE.data, contentType: '\u009b31m\u202e' } });
    expect(stdout).not.toMatch(/[\p{Cf}\u0080-\u009f]/u);
  });
});

const WANTED = `blob.uploaded  cat.jpg  from s3://uploads  id cat.jpg#17
goes to resize

✓ resize   matched
✗ confirm  /type: wanted "order.placed", got "blob.uploaded"
✗ reserve  /type: wanted "order.placed", got "blob.uploaded"
✗ charge   /type: wanted "order.placed", got "blob.uploaded"
✗ ship     /type
           wanted "order.placed", "inventory.reserved", "payment.successful",
                  "inventory.rejected" or "payment.failed"
           got    "blob.uploaded"
`;

describe('waybill explain ends with 2', () => {
  it.each([
    ['for what is no JSON', '{"id": 1,}', /event\.json: The text is not JSON at 9/],
    ['for what is empty', '', /event\.json: The body is empty/],
    ['for what is no event', '5', /event\.json: Not a CloudEvent: expected a JSON object, got a number/],
    ['for an event without an id', '{"specversion":"1.0"}', /The attribute "id" is missing at \/id/],
    ['for an empty array', '[]', /an empty array: expected a CloudEvent or an array of them/],
    ['for an array with one that is no event', JSON.stringify([UPLOAD, 5]), /event 1 of 2: Not a CloudEvent/],
  ])('%s', async (_what, content, message) => {
    const { code, stdout, stderr } = await explain(content);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('for a file that is not there, for a folder, and for a route that is not there', async () => {
    const missing = await commands.run(['explain', join(folder, 'missing.json')]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('missing.json: there is no such file')]);
    const place = await commands.run(['explain', folder]);
    expect([place.code, place.stderr]).toEqual([2, expect.stringContaining('is a folder')]);
    const unknown = await explain(UPLOAD, '--route', 'resise');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean "resize"?')]);
    expect((await commands.run(['explain'])).code).toBe(2);
  });
});
