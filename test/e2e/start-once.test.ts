import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import type { Report } from '../../local/laptop/report.ts';
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
    expect(Object.keys(report)).toEqual(['deliveries', 'thumbnails', 'mails']);
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

  it.each(CLOUDS)('has resized and confirmed on %s', (cloud) => {
    const done = report.deliveries.filter((line) => line.cloud === cloud && line.outcome === 'done');
    expect(done.map(({ route }) => route)).toEqual(expect.arrayContaining(['resize', 'confirm']));
    expect(report.mails.filter((mail) => mail.cloud === cloud)).toEqual([
      { cloud, to: expect.stringContaining('ada@example.com'), subject: expect.stringContaining('order-1') },
    ]);
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
