import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCommands } from './commands.ts';
import { createLetterFolder, HOUR } from './letter-folder.ts';

const commands = startCommands();
afterAll(commands.close);

let place: Awaited<ReturnType<typeof createLetterFolder>>;
beforeAll(async () => {
  place = await createLetterFolder(commands);
  await place.file('gcp', { id: 'aa11', reason: 'steers \u001b[2J\nthe terminal' });
  await place.file('gcp', { id: 'aa22', route: 'charge', code: 'attempts-exhausted', attempts: 5 }, 2 * HOUR);
  await place.file('aws', { id: 'bb33' }, 3 * HOUR);
  await place.file('aws', { id: 'cc44' });
  await place.fileUnreadable('azure', 'dd55');
});
afterAll(() => place.close());

type Listed = { readonly total: number; readonly letters: readonly { readonly id: string }[] };

async function idsOf(...args: readonly string[]) {
  const { stdout } = await place.waybill('dead-letters', 'list', '--json', ...args);
  const { letters } = JSON.parse(stdout) as Listed; // a test fails where it is something else
  return letters.map(({ id }) => id).sort();
}

describe('waybill dead-letters list', () => {
  it('groups by reason and gives every letter its redrive command, with nothing that steers the terminal', async () => {
    const { code, stdout } = await place.waybill('dead-letters', 'list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^5 filed letters/);
    expect(stdout).toMatch(/^ +3 {2}schema$/m);
    expect(stdout).toMatch(/^ +1 {2}attempts-exhausted$/m);
    expect(stdout).toMatch(/^aa22 {2}gcp +charge +order\.placed A-1 +2 h ago +5 attempts +filed$/m);
    expect(stdout).toContain(`npx waybill dead-letters redrive bb33 --cloud aws --data ${place.folder}`);
    expect(stdout).toContain('npx waybill dead-letters discard dd55 --cloud azure');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('steers  [2J the terminal');
  });

  it('is one document with --json', async () => {
    const { stdout, stderr } = await place.waybill('dead-letters', 'list', '--json');
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ total: 5, groups: [{ code: 'schema', count: 3 }, {}, {}] });
    expect(document.letters[0]).toMatchObject({ id: 'bb33', cloud: 'aws', status: 'filed', event: { id: 'of-bb33' } });
    expect(stderr).toBe('');
  });

  it.each([
    ['one cloud', ['--cloud', 'aws'], ['bb33', 'cc44']],
    ['one route', ['--route', 'charge'], ['aa22']],
    ['one reason', ['--code', 'schema'], ['aa11', 'bb33', 'cc44']],
    ['the old', ['--older-than', '1h'], ['aa22', 'bb33']],
    ['the new', ['--newer-than', '1h', '--code', 'schema'], ['aa11', 'cc44']],
    ['a status that none has', ['--status', 'redriven'], []],
    ['a limit', ['--limit', '1'], ['bb33']],
  ] as const)('can be narrowed to %s', async (_what, args, ids) => {
    expect(await idsOf(...args)).toEqual(ids);
  });

  it('says how many more there are than it shows', async () => {
    const { stdout } = await place.waybill('dead-letters', 'list', '--limit', '2');
    expect(stdout).toMatch(/… and 3 more: --all/);
  });

  it.each([
    ['an age that is none', ['list', '--older-than', 'yesterday'], /number and ms, s, m, h or d/],
    ['an unknown cloud', ['list', '--cloud', 'gpc'], /choices are gcp, azure, aws/],
    ['a command mistyped', ['lsit'], /Did you mean list\?/],
    ['an option mistyped', ['list', '--rout', 'x'], /Did you mean --route\?/],
    ['--env without --cloud', ['list', '--env'], /--env needs --cloud/],
  ] as const)('ends with 2 for %s', async (_what, args, message) => {
    const { code, stderr, stdout } = await place.run(['dead-letters', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('ends with 1 and what to do for a folder without letters’ state', async () => {
    const { code, stderr } = await place.run(['dead-letters', 'list', '--data', `${place.folder}/mail`]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/expected the folder of an `npm start`.*--env/);
  });
});

describe('waybill dead-letters show', () => {
  it('shows a letter whole, with its event’s data, by the beginning of its id', async () => {
    const { code, stdout } = await place.waybill('dead-letters', 'show', 'bb');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^letter +bb33$/m);
    expect(stdout).toMatch(/^raw +\d+ bytes$/m);
    expect(stdout).toContain('"id": "of-bb33"');
    expect(stdout).toContain('"n": 1');
  });

  it('shows what came where that held no event, and that it can only be discarded', async () => {
    const { stdout } = await place.waybill('dead-letters', 'show', 'dd55');
    expect(stdout).toMatch(/cannot be redriven.*dead-letters discard dd55/);
  });

  it('refuses a beginning that two have, and lists them', async () => {
    const { code, stderr, stdout } = await place.waybill('dead-letters', 'show', 'aa');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/2 letters.*aa11.*aa22/s);
  });

  it('ends with 1 and where to look when there is none', async () => {
    const { code, stderr } = await place.waybill('dead-letters', 'show', 'ff');
    expect(code).toBe(1);
    expect(stderr).toMatch(/No letter has an id that begins with ff/);
  });

  it('is one document with --json', async () => {
    const { stdout } = await place.waybill('dead-letters', 'show', 'cc44', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ id: 'cc44', cloud: 'aws', event: { data: { n: 1 } }, rawSize: 106 });
  });
});
