import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import { readJournal } from '../../local/laptop/journal.ts';
import type { Report } from '../../local/laptop/report.ts';
import { stockOf } from '../../local/laptop/stock-of.ts';
import { openStores } from '../../local/laptop/stores.ts';
import { openLedger } from '../../local/payments/ledger.ts';
import { samplePhoto } from '../../local/samples/sample-photo.ts';
import { copyCheckout, ROOT } from './support/checkout.ts';
import { type Finished, runChild } from './support/child.ts';
import { createClosers } from './support/closers.ts';
import { coloursIn } from './support/colours.ts';
import { startNpm } from './support/npm.ts';

const closers = createClosers();
afterAll(closers.closeAll);

/** Folders of runs that have ended, and of one that has not: this process's. */
const EARLIER = [1, 2, 3, 4, 5].map((second) => `2020-01-01T00-00-0${second}-x-letters`);
const ALIVE = `2020-01-01T00-00-00-${process.pid}-letters`;

describe('npm start -- --once --json', () => {
  let root = '';
  let finished: Finished;
  let report: Report;

  beforeAll(async () => {
    root = closers.add(await copyCheckout()).root;
    for (const name of [ALIVE, ...EARLIER]) await mkdir(join(root, '.waybill', 'runs', name), { recursive: true });
    finished = await runChild(['local/start.ts', '--once', '--json'], { cwd: root });
    report = JSON.parse(finished.stdout) as Report; // its own format, which these tests check
  }, 90_000);

  it('ends well, with nothing on stdout but one JSON document', () => {
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(Object.keys(report)).toEqual(['deliveries', 'thumbnails', 'mails', 'orders', 'deadLetters']);
  });

  it('comes through npm without a word of npm’s own', async () => {
    const npm = startNpm(['start', '--', '--help'], { cwd: ROOT });
    expect(await npm.ended).toBe(0);
    expect([npm.stdout().slice(0, 17), npm.stderr()]).toEqual(['Usage: npm start ', '']);
  });

  it('names each delivery in full', () => {
    for (const delivery of report.deliveries) {
      expect(delivery).toEqual({
        cloud: expect.stringMatching(/^(gcp|azure|aws)$/),
        event: {
          id: expect.any(String),
          type: expect.any(String),
          source: expect.any(String),
          subject: expect.any(String),
        },
        route: delivery.route === null ? null : expect.any(String),
        outcome: expect.stringMatching(/^(done|retry|reject)$/),
        attempt: expect.any(Number),
        ms: expect.any(Number),
      });
    }
  });

  it.each(CLOUDS)('brings every order on %s to its end, once', (cloud) => {
    const ends = report.orders.filter((order) => order.cloud === cloud);
    expect(ends).toEqual([
      { cloud, orderId: 'order-1', end: 'shipped' },
      { cloud, orderId: 'order-2', end: 'cancelled' },
      { cloud, orderId: 'order-3', end: 'shipped' },
      { cloud, orderId: 'order-4', end: 'shipped' },
    ]);
  });

  it.each(CLOUDS)(
    'writes on %s what there is to tell, and the order without an address only once it has one',
    (cloud) => {
      const mails = report.mails.filter((mail) => mail.cloud === cloud);
      expect(mails.map(({ subject }) => subject).sort()).toEqual([
        'Your order order-1',
        'Your order order-1 is on its way',
        'Your order order-2',
        'Your order order-2 was cancelled',
        'Your order order-3',
        'Your order order-3 is on its way',
        'Your order order-4',
      ]);
      expect(mails.filter(({ to }) => !to.includes('ada@example.com'))).toEqual([]);
    },
  );

  it.each(CLOUDS)('has on %s one dead letter, which a redrive brought through', (cloud) => {
    expect(report.deadLetters.filter((letter) => letter.cloud === cloud)).toEqual([
      { cloud, route: 'confirm', code: 'no-address', redriven: true },
    ]);
    const tries = report.deliveries.filter(
      (line) => line.cloud === cloud && line.route === 'confirm' && line.event?.subject === 'order-4',
    );
    expect(tries.map(({ outcome }) => outcome)).toEqual(['reject', 'done']);
    expect(new Set(tries.map(({ event }) => event?.id)).size).toBe(1);
  });

  it.each(CLOUDS)('has the payment of an order on %s come before the order', (cloud) => {
    const story = report.deliveries.filter((line) => line.cloud === cloud && line.event?.subject === 'order-3');
    expect(story[0]).toMatchObject({ event: { type: 'payment.successful', source: '/shop/checkout' }, route: 'ship' });
  });

  it.each(CLOUDS)(
    'keeps the books of %s: stock has left the house, and money came in, for what was shipped',
    async (cloud) => {
      const [run = ''] = (await readdir(join(root, '.waybill', 'runs'))).sort().slice(-1);
      const folder = join(root, '.waybill', 'runs', run);
      expect(Object.fromEntries(await stockOf(openStores(folder, cloud).state))).toEqual({
        'TEA-100': { onHand: 200 - 3 * 2, held: {} },
        'CUP-BLUE': { onHand: 400 - 3 * 4, held: {} },
        'POT-IRON': { onHand: 0, held: {} },
      });
      const ledger = openLedger(join(folder, 'payments'));
      const entries = ledger.list(cloud).map(({ reference, status }) => [reference, status] as const);
      ledger.close();
      expect(entries.toSorted()).toEqual([
        ['order-1', 'charged'],
        ['order-2', 'declined'],
        ['order-3', 'charged'],
        ['order-4', 'charged'],
      ]);
    },
  );

  it.each(CLOUDS)('leaves the audit of %s in the journal', async (cloud) => {
    const [run = ''] = (await readdir(join(root, '.waybill', 'runs'))).sort().slice(-1);
    const lines = (await readJournal(join(root, '.waybill', 'runs', run))).filter((line) => line.cloud === cloud);
    const count = (message: string) => lines.filter((line) => line.message === message).length;
    expect([count('letter'), count('redrive')]).toEqual([1, 1]);
    expect(count('delivery')).toBe(report.deliveries.filter((line) => line.cloud === cloud).length);
  });

  it.each(CLOUDS)('has the emitted event back through the services of %s, where no route wants it', (cloud) => {
    const back = report.deliveries.filter((line) => line.cloud === cloud && line.event?.type === 'blob.resized');
    expect(back).toMatchObject([{ route: null, outcome: 'done', event: { subject: 'photos/sunset.jpg' } }]);
  });

  it.each(CLOUDS)('has two upright thumbnails on %s', async (cloud) => {
    const thumbnails = report.thumbnails.filter((one) => one.cloud === cloud).sort((a, b) => a.width - b.width);
    expect(thumbnails).toMatchObject([
      { width: 320, height: 427 },
      { width: 1024, height: 1365 },
    ]);
    for (const { path } of thumbnails) {
      const { exif, orientation, hasProfile } = await sharp(path).metadata();
      expect({ exif, orientation, hasProfile }).toEqual({ exif: undefined, orientation: undefined, hasProfile: true });
    }
  });

  it('shows in a thumbnail what the photo shows, turned by a quarter to the right', async () => {
    const turned = await sharp(await samplePhoto())
      .rotate(90)
      .resize({ width: 320 })
      .png()
      .toBuffer();
    const [expected, ...got] = await Promise.all(
      [turned, ...report.thumbnails.filter(({ width }) => width === 320).map(({ path }) => path)].map(coloursIn),
    );
    expect(got).toHaveLength(CLOUDS.length);
    for (const points of got) {
      for (const [index, value] of points.entries())
        expect(Math.abs(value - Number(expected?.[index]))).toBeLessThan(12);
    }
  });

  it('keeps the last three runs that have ended, and any that has not', async () => {
    const names = await readdir(join(root, '.waybill', 'runs'));
    expect(names.sort().slice(0, -1)).toEqual([ALIVE, ...EARLIER.slice(-3)]);
  });
});
