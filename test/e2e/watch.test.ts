import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleOrder } from '../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import { type Checkout, copyCheckout } from './support/checkout.ts';
import { createClosers } from './support/closers.ts';
import { livingIn } from './support/group.ts';
import { type RunningStart, startToStay } from './support/laptop.ts';

const closers = createClosers();
afterAll(closers.closeAll);

let checkout: Checkout;
let start: RunningStart;

beforeAll(async () => {
  checkout = closers.add(await copyCheckout());
  start = closers.add(await startToStay({ cwd: checkout.root, args: ['--watch'] }));
  const event = toSampleEvent('order.placed', sampleOrder('watched'));
  await fetch(`${start.url}/gcp`, { method: 'POST', body: JSON.stringify(event) });
  await start.delivers({ cloud: 'gcp', subject: 'watched', route: 'confirm', outcome: 'done' });
}, 90_000);

const ROUTES = 'shared/routes.ts';
const MAIL = 'shared/handlers/mail/order-mail.ts';

/** Each test goes on from the one before, as somebody does who edits. */
describe('npm start -- --watch', () => {
  it('runs the last event again with a changed handler', async () => {
    await checkout.edit(MAIL, (text) => text.replace('Your order', 'Thank you for order'));
    await start.says(new RegExp(`${MAIL} changed: reloading, and running the last event again`));
    await start.delivers({ cloud: 'gcp', subject: 'watched', route: 'confirm', outcome: 'done' });
    await start.says(/gcp +Thank you for order watched +file:/);
  }, 60_000);

  it('shows a mistake with its place, and goes on', async () => {
    await checkout.edit(ROUTES, (text) => `${text}const mistake = ;\n`);
    await start.says(new RegExp(`${ROUTES} changed: reloading.+${ROUTES}:\\d+.+SyntaxError`, 's'));
    expect(livingIn(start.pid)).toContain(start.pid);
  }, 60_000);

  it('runs the last event again with the next good change', async () => {
    await checkout.edit(ROUTES, (text) => text.replace('const mistake = ;\n', '').replace("'confirm'", "'thank'"));
    await start.delivers({ cloud: 'gcp', subject: 'watched', route: 'thank', outcome: 'done' });
  }, 60_000);

  it('ends at Ctrl-C as it does without --watch', async () => {
    start.signalGroup('SIGINT');
    expect(await start.ended).toBe(0);
    expect(livingIn(start.pid)).toEqual([]);
  });
});
