import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleOrder } from '../../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../../local/samples/to-sample-event.ts';
import { prepareRedrive } from '../../../shared/delivery/redrive.ts';
import { startCommands } from './commands.ts';
import { createLetterFolder } from './letter-folder.ts';
import { play } from './play-order.ts';

const commands = startCommands();
afterAll(commands.close);

let place: Awaited<ReturnType<typeof createLetterFolder>>;
const NO_ADDRESS = { ...sampleOrder('order-2'), customer: { name: 'Ada' } };

/** A cancelled order with a journal on one cloud and without one on another, and one whose confirmation was redriven. */
beforeAll(async () => {
  place = await createLetterFolder(commands);
  const { folder, portsOf } = place;
  const order = { ...toSampleEvent('order.placed', sampleOrder('order-1')), id: 'e1' };
  await play(order, { folder, cloud: 'gcp', ports: portsOf('gcp') });
  await play(order, { folder, cloud: 'aws', ports: portsOf('aws'), journal: false });
  const ports = portsOf('azure');
  await play({ ...toSampleEvent('order.placed', NO_ADDRESS), id: 'e2' }, { folder, cloud: 'azure', ports });
  const [{ key: letter } = { key: '' }] = await ports.state.list('letters', { limit: 1 });
  const edits = [{ at: '/data/customer/email', value: 'ada@example.com' }];
  const prepared = await prepareRedrive(ports, letter, edits);
  if (prepared.ok) await play(prepared.value.event, { folder, cloud: 'azure', ports });
});
afterAll(() => place.close());

const TREE = `order.placed order-1 /waybill/samples e1
├─ confirm  done
├─ reserve  done
│  └─ inventory.rejected order-1 /waybill/reserve ID
│     └─ ship  done
│        └─ join ship, closed order-1 /waybill/ship order-1
│           └─ ship  done
│              ├─ payment.refunded order-1 /waybill/ship ID
│              │  └─ no route  skipped  no route’s conditions hold
│              └─ order.cancelled order-1 /waybill/ship ID
│                 └─ no route  skipped  no route’s conditions hold
├─ charge  done
│  └─ payment.successful order-1 /waybill/charge ID
│     └─ ship  done
└─ ship  done`;

/** Without times, and with one word for the ids that are digests; routes of one event come at the same time. */
function plainTree(stdout: string): readonly string[] {
  return stdout
    .replace(/ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/g, '')
    .replace(/( {2}attempt 1 {2}\d+ ms| {2}1 attempt).*$/gm, '')
    .replace(/[0-9a-f]{32}/g, 'ID')
    .split('\n')
    .map((line) => line.replace(/[├└]─/g, '├─').replace(/│/g, ' '))
    .sort();
}

const trace = (...args: readonly string[]) => place.waybill('trace', ...args);

describe('waybill trace', () => {
  it('shows an order’s story from its beginning, the join’s run under the event that closed it', async () => {
    const { code, stdout } = await trace('order-1', '--cloud', 'gcp');
    expect(code).toBe(0);
    expect(plainTree(stdout)).toEqual(plainTree(`gcp\n${TREE}\n\n`));
  });

  it('begins at the root for the id of whatever came of it', async () => {
    const { stdout } = await trace('order-1', '--cloud', 'gcp', '--json');
    const [, emitted] = /"id":"([0-9a-f]{32})","source":"\/waybill\/charge"/.exec(stdout) ?? [];
    const { stdout: again } = await trace(emitted ?? '', '--cloud', 'gcp', '--json');
    expect(JSON.parse(again).traces).toEqual(JSON.parse(stdout).traces);
  });

  it('tells of the clouds one after the other', async () => {
    const { stdout } = await trace('e1');
    expect(stdout).toMatch(/^gcp\n.*^aws\n/ms);
  });

  it('tells of a letter, of its redrive and of what came after it, by the letter’s id too', async () => {
    const { stdout } = await trace('order-2');
    expect(stdout).toMatch(
      /letter [0-9a-f]{32} {2}no-address: .* {2}filed\n.*reject {2}attempt 1.*\n.*done {2}attempt 1/,
    );
    const [, letter = ''] = /letter ([0-9a-f]{32})/.exec(stdout) ?? [];
    expect((await trace(letter)).stdout).toBe(stdout);
  });

  it.each([
    ['all that a cloud’s state holds', []],
    ['the claims of one source', ['--source', '/waybill/samples']],
  ] as const)('needs no journal: it reads %s', async (_what, args) => {
    const { code, stdout } = await place.deployed('aws', 'trace', 'e1', '--json', ...args);
    expect(code).toBe(0);
    const [{ trees }] = JSON.parse(stdout).traces;
    const text = JSON.stringify(trees);
    for (const type of ['inventory.rejected', 'join ship, closed', 'order.cancelled', 'payment.refunded'])
      expect(text).toContain(type);
    expect(trees).toMatchObject([{ id: 'e1', subject: 'order-1', type: 'order.placed' }]);
  });

  it('ends with 1 and what to try when nothing is known of an id', async () => {
    const { code, stdout, stderr } = await trace('order-9');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/Nothing is known of order-9.*--env/);
  });

  it('is one document with --json even then', async () => {
    const { code, stdout } = await trace('order-9', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([1, { id: 'order-9', traces: [] }]);
  });
});
