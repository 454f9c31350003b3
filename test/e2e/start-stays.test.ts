import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import { sampleOrder } from '../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import { type Checkout, copyCheckout } from './support/checkout.ts';
import { createClosers } from './support/closers.ts';
import { livingIn } from './support/group.ts';
import { type RunningStart, startToStay } from './support/laptop.ts';
import { waybill } from './support/waybill.ts';

const closers = createClosers();
afterAll(closers.closeAll);

let checkout: Checkout;
let start: RunningStart;
let photo = '';

beforeAll(async () => {
  checkout = closers.add(await copyCheckout());
  start = closers.add(await startToStay({ cwd: checkout.root }));
  photo = join(checkout.root, 'cat.jpg');
  await sharp({ create: { width: 640, height: 480, channels: 3, background: '#a06040' } }).toFile(photo);
}, 90_000);

const run = (...args: readonly string[]) => waybill(checkout.root, args);
const order = (id: string) => toSampleEvent('order.placed', sampleOrder(id));
const post = (path: string, body: string) => fetch(`${start.url}${path}`, { method: 'POST', body });

describe('npm start', () => {
  it('resizes what is dropped into an uploads folder that it names', async () => {
    await copyFile(photo, join(start.uploadsOf('aws'), 'dropped.jpg'));
    await start.delivers({
      cloud: 'aws',
      type: 'blob.uploaded',
      subject: 'dropped.jpg',
      route: 'resize',
      outcome: 'done',
    });
    const thumbnail = join(start.uploadsOf('aws'), '..', 'thumbnails', 'thumbnails', 'dropped-320.jpg');
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 320, height: 240, format: 'jpeg' });
  });

  it('takes a CloudEvent at its control address, and tells what is wrong with one that is none', async () => {
    const event = order('by-hand');
    const answer = await post('/azure', JSON.stringify(event));
    expect([answer.status, await answer.json()]).toEqual([202, { id: event.id }]);
    await start.delivers({ cloud: 'azure', subject: 'by-hand', route: 'confirm', outcome: 'done' });
    const { type: _, ...typeless } = event;
    const refusal = await post('/azure', JSON.stringify(typeless));
    expect([refusal.status, await refusal.text()]).toEqual([400, expect.stringContaining('type')]);
    expect((await post('/nowhere', JSON.stringify(event))).status).toBe(404);
    expect((await fetch(`${start.url}/gcp`)).status).toBe(405);
  });

  it.each(CLOUDS)('confirms an event that comes twice on %s only once', async (cloud) => {
    const event = JSON.stringify(order('twice'));
    await post(`/${cloud}`, event);
    await start.delivers({ cloud, subject: 'twice', route: 'confirm', outcome: 'done' });
    await post(`/${cloud}`, event);
    await start.delivers({ cloud, subject: 'twice', route: 'confirm', outcome: 'skipped' });
  });
});

describe('a function whose process ends', () => {
  it('is started again on each cloud, as the cloud would', async () => {
    for (const pid of livingIn(start.pid)) if (pid !== start.pid) process.kill(pid, 'SIGKILL');
    for (const cloud of CLOUDS) {
      await start.says(new RegExp(`^  ${cloud} +the ${cloud} function's process ended \\(SIGKILL\\)`, 'm'));
      const [, url = ''] = new RegExp(`^  ${cloud} +function (\\S+)`, 'm').exec(start.stdout()) ?? [];
      await start.waitFor(`answer of ${cloud}`, () => fetch(url).catch(() => undefined));
      await post(`/${cloud}`, JSON.stringify(order('afterwards')));
      await start.delivers({ cloud, subject: 'afterwards', route: 'confirm', outcome: 'done' });
    }
  }, 60_000);
});

describe('waybill send', () => {
  it('uploads a file under the name that it is given', async () => {
    const sent = await run('send', 'cat.jpg', '--to', 'azure', '--as', 'pets/cat.jpg');
    expect(sent).toEqual({ code: 0, stdout: 'sent pets/cat.jpg to azure\n', stderr: '' });
    await start.delivers({ cloud: 'azure', subject: 'pets/cat.jpg', route: 'resize', outcome: 'done' });
    const blobs = join(start.uploadsOf('azure'), '..');
    expect(existsSync(join(blobs, 'thumbnails', 'thumbnails', 'pets', 'cat-320.jpg'))).toBe(true);
  });

  it('sends a sample of a type, and tells as JSON what it sent', async () => {
    const { code, stdout } = await run('send', '--type', 'order.placed', '--to', 'gcp', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([0, { cloud: 'gcp', id: expect.any(String), type: 'order.placed' }]);
    await start.delivers({ cloud: 'gcp', type: 'order.placed', route: 'confirm', outcome: 'done' });
    // A new order each time: one that was placed before would not be shipped again.
    await start.delivers({ cloud: 'gcp', type: 'order.shipped', outcome: 'skipped' });
  });

  it('sends an event from a file, and names the place of what makes it none', async () => {
    const file = join(checkout.root, 'event.json');
    await writeFile(file, JSON.stringify(order('from-file')));
    expect(await run('send', 'event.json', '--to', 'aws')).toMatchObject({ code: 0 });
    await start.delivers({ cloud: 'aws', subject: 'from-file', route: 'confirm', outcome: 'done' });
    await writeFile(file, JSON.stringify({ ...toSampleEvent('order.placed'), id: '' }));
    const refused = await run('send', 'event.json', '--to', 'aws');
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/event\.json: .*id.*--as event\.json/s),
    });
  });

  it.each([
    ['a command that there is not', ['sned', 'cat.jpg', '--to', 'gcp'], 'Did you mean send?'],
    ['an option that there is not', ['send', 'cat.jpg', '--to', 'gcp', '--jsn'], 'Did you mean --json?'],
    ['a cloud that there is not', ['send', 'cat.jpg', '--to', 'gpc'], 'Allowed choices are gcp, azure, aws'],
    ['no cloud', ['send', 'cat.jpg'], '--to <cloud>'],
    ['neither a file nor a type', ['send', '--to', 'gcp'], 'expected a file, or --type'],
    ['a file and a type', ['send', 'cat.jpg', '--type', 'order.placed', '--to', 'gcp'], 'expected a file, or --type'],
  ])('answers %s with exit code 2', async (_, args, words) => {
    expect(await run(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
  });

  it('answers a type that it has no sample of with the nearest one', async () => {
    const refused = await run('send', '--type', 'order.place', '--to', 'gcp');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('did you mean order.placed?') });
  });
});

describe('Ctrl-C', () => {
  it('ends the start well, and leaves no process and no run file behind', async () => {
    const runFile = join(checkout.root, '.waybill', 'running.json');
    expect(JSON.parse(await readFile(runFile, 'utf8'))).toMatchObject({ pid: start.pid, url: start.url });
    expect(livingIn(start.pid).length).toBeGreaterThan(3);
    start.signalGroup('SIGINT');
    expect(await start.ended).toBe(0);
    expect(start.stdout()).toMatch(/Stopping\.\n$/);
    expect(livingIn(start.pid)).toEqual([]);
    expect(existsSync(runFile)).toBe(false);
  });

  it('leaves nothing for waybill send to talk to, and it says so', async () => {
    await mkdir(join(checkout.root, '.waybill'), { recursive: true });
    expect(await run('send', '--type', 'order.placed', '--to', 'gcp')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nothing is running: start it with `npm start` in another terminal\n',
    });
  });
});
