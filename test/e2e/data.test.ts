import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import { sampleOrder } from '../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import { until } from '../until.ts';
import { type Checkout, copyCheckout } from './support/checkout.ts';
import { createClosers } from './support/closers.ts';
import { livingIn } from './support/group.ts';
import { type RunningStart, startToStay } from './support/laptop.ts';
import { type MailServer, startMailServer } from './support/mail-server.ts';

const closers = createClosers();
afterAll(closers.closeAll);

let checkout: Checkout;
let mails: MailServer;

beforeAll(async () => {
  checkout = closers.add(await copyCheckout());
  mails = closers.add(await startMailServer());
});

const startWithData = async () =>
  closers.add(await startToStay({ cwd: checkout.root, args: ['--data', 'kept'], env: { SMTP_URL: mails.url } }));

const order = { ...toSampleEvent('order.placed', sampleOrder('remembered')), id: 'remembered' };

async function sendToAll({ url, delivers }: RunningStart, outcome: string): Promise<void> {
  for (const cloud of CLOUDS) {
    await fetch(`${url}/${cloud}`, { method: 'POST', body: JSON.stringify(order) });
    await delivers({ cloud, subject: 'remembered', route: 'confirm', outcome });
  }
}

const mailed = () => mails.subjects().filter((subject) => subject === 'Your order remembered').length;

describe('npm start -- --data FOLDER', () => {
  it('leaves no process when it is killed, and knows in the next run what it has done', async () => {
    const first = await startWithData();
    await sendToAll(first, 'done');
    expect(mailed()).toBe(CLOUDS.length);
    process.kill(first.pid, 'SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    await until('the end of the functions, with nobody to end them', () => livingIn(first.pid).length === 0);

    const second = await startWithData();
    await sendToAll(second, 'skipped');
    expect(mailed()).toBe(CLOUDS.length);
    process.kill(second.pid, 'SIGINT');
    expect(await second.ended).toBe(0);
  }, 120_000);

  it('keeps everything in that folder, and sends its mails where SMTP_URL says', () => {
    const folder = join(checkout.root, 'kept');
    const missing = CLOUDS.map((cloud) => join(folder, cloud, 'state', 'state.sqlite')).filter(
      (path) => !existsSync(path),
    );
    expect(missing).toEqual([]);
    expect(existsSync(join(folder, 'mail'))).toBe(false);
    expect(existsSync(join(checkout.root, '.waybill', 'runs'))).toBe(false);
  });
});
