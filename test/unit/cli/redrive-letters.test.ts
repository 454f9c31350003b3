import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LETTERS } from '../../../shared/delivery/letters.ts';
import { startCommands } from './commands.ts';
import { createLetterFolder, HOUR } from './letter-folder.ts';

const commands = startCommands();
afterAll(commands.close);

let place: Awaited<ReturnType<typeof createLetterFolder>>;
beforeEach(async () => {
  place = await createLetterFolder(commands);
  await place.file('gcp', { id: 'aa11' });
  await place.file('gcp', { id: 'aa22', code: 'attempts-exhausted' }, 2 * HOUR);
  await place.fileUnreadable('gcp', 'dd55');
});
afterEach(() => place.close());

const redrive = (...args: readonly string[]) => place.deployed('gcp', 'dead-letters', 'redrive', ...args);

async function statusesOf(...ids: readonly string[]) {
  const { state } = place.portsOf('gcp');
  const records = await Promise.all(ids.map((id) => state.get(LETTERS, id)));
  return records.map((record) => Object(record?.value).status);
}

describe('waybill dead-letters redrive', () => {
  it('publishes the event for its route, and marks the letter', async () => {
    const { code, stdout, stderr } = await redrive('aa1');
    expect(stdout).toMatch(/^aa11 {2}gcp → confirm {2}order\.placed A-1 {2}redrive 1\n1 letter redriven$/m);
    expect(code).toBe(0);
    expect(await place.published('gcp')).toMatchObject([
      { id: 'of-aa11', waybillroute: 'confirm', waybillredrive: 1, data: { n: 1 } },
    ]);
    expect(await statusesOf('aa11', 'aa22')).toEqual(['redriven', 'filed']);
    expect(JSON.parse(stderr)).toMatchObject({ message: 'redrive', letter: 'aa11', route: 'confirm', redrive: 1 });
  });

  it('edits the event first: JSON where it is JSON, text where it is not', async () => {
    const { code } = await redrive(
      'aa11',
      '--set',
      '/data/n=2',
      '--set',
      '/data/email=ada@example.com',
      '--set',
      '/data/x={"a":[1]}',
    );
    expect(code).toBe(0);
    expect(await place.published('gcp')).toMatchObject([{ data: { n: 2, email: 'ada@example.com', x: { a: [1] } } }]);
  });

  it('redrives all that a filter leaves, and with --all every one that can be', async () => {
    expect((await redrive('--older-than', '1h')).stdout).toMatch(/^1 letter redriven$/m);
    expect(await statusesOf('aa11', 'aa22')).toEqual(['filed', 'redriven']);
    const { code, stdout } = await redrive('--all');
    expect(code).toBe(1);
    expect(stdout).toMatch(/1 letter redriven, 1 failed:\n {2}dd55 {2}gcp {2}no-event: .*discard the letter/);
    expect((await place.published('gcp')).map(({ id }) => id)).toEqual(['of-aa22', 'of-aa11']);
  });

  it('with --dry-run says what would be sent, and sends and marks nothing', async () => {
    const { code, stdout } = await redrive('--code', 'schema', '--dry-run', '--set', '/data/n=7');
    expect(code).toBe(0);
    expect(stdout).toMatch(/"n": 7.*1 letter would be redriven/s);
    expect(await place.published('gcp')).toEqual([]);
    expect(await statusesOf('aa11')).toEqual(['filed']);
  });

  it('is one document with --json', async () => {
    const { code, stdout } = await redrive('--all', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      dryRun: false,
      redriven: [{ id: 'aa22' }, { id: 'aa11', cloud: 'gcp', route: 'confirm', redrive: 1 }],
      failed: [{ id: 'dd55', error: { code: 'no-event' } }],
    });
  });

  it('redrives many at once, each once', async () => {
    for (let n = 0; n < 60; n++) await place.file('gcp', { id: `many-${n}`, code: 'many' });
    const { code, stdout } = await redrive('--code', 'many');
    expect([code, stdout.split('\n').slice(-3)]).toEqual([0, ['… and 40 more', '60 letters redriven', '']]);
    expect(new Set((await place.published('gcp')).map(({ id }) => id)).size).toBe(60);
  });

  it.each([
    ['the id', '/id=2', /fixed-attribute: .*send a new event/],
    ['a place that is not there', '/data/customer/email=x', /leads-nowhere: .*expected one of "n" in \/data/],
  ] as const)('refuses to edit %s, and leaves the letter as it was', async (_what, edit, message) => {
    const { code, stdout } = await redrive('aa11', '--set', edit);
    expect(code).toBe(1);
    expect(stdout).toMatch(message);
    expect(await statusesOf('aa11')).toEqual(['filed']);
    expect(await place.published('gcp')).toEqual([]);
  });

  it.each([
    ['neither ids nor a filter', [], /expected letters’ ids, a filter such as --code schema, or --all/],
    ['ids and a filter', ['aa11', '--code', 'schema'], /not both/],
    ['an edit that is none', ['aa11', '--set', 'email'], /expected a JSON Pointer, "=" and a value/],
  ] as const)('ends with 2 for %s', async (_what, args, message) => {
    const { code, stderr } = await redrive(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('says how to start what is to get the event when nothing is running', async () => {
    const { code, stderr } = await place.waybill('dead-letters', 'redrive', 'aa11');
    expect(code).toBe(1);
    expect(stderr).toContain(`npm start -- --data ${place.folder}`);
    expect(await statusesOf('aa11')).toEqual(['filed']);
  });
});

describe('waybill dead-letters discard', () => {
  it('marks letters, which then are no longer redriven, and can still be shown', async () => {
    const { code, stdout } = await place.waybill('dead-letters', 'discard', '--code', 'schema');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^aa11 .*\n1 letter discarded$/m)]);
    expect(await statusesOf('aa11', 'aa22')).toEqual(['discarded', 'filed']);
    const { code: refused, stdout: why } = await redrive('aa11');
    expect([refused, why]).toEqual([1, expect.stringMatching(/discarded: .*waybill send/)]);
    expect((await place.waybill('dead-letters', 'show', 'aa11')).stdout).toContain('"id": "of-aa11"');
  });

  it('with --dry-run only says which', async () => {
    const { stdout } = await place.waybill('dead-letters', 'discard', '--all', '--dry-run');
    expect(stdout).toMatch(/3 letters would be discarded/);
    expect(await statusesOf('aa11', 'aa22', 'dd55')).toEqual(['filed', 'filed', 'filed']);
  });
});
