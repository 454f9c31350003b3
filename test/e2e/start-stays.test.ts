import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import { order, type StaysBench } from './stays/bench.ts';
import { describeLetters, describeLettersOfEnded } from './stays/letters.ts';
import { describeSend } from './stays/send.ts';
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

const run: StaysBench['run'] = (...args) => waybill(checkout.root, args);
const post: StaysBench['post'] = (path, body) => fetch(`${start.url}${path}`, { method: 'POST', body });
const bench = () => ({ checkout, start, run, post });

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

describeSend(bench);
describeLetters(bench);

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

describeLettersOfEnded(bench);
