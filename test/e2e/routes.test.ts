import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { type Checkout, copyCheckout, INFRASTRUCTURE } from './support/checkout.ts';
import { createClosers } from './support/closers.ts';
import { withRoute } from './support/readme.ts';
import { waybill } from './support/waybill.ts';

const closers = createClosers();
afterAll(closers.closeAll);

let checkout: Checkout;
beforeEach(async () => {
  checkout = closers.add(await copyCheckout(INFRASTRUCTURE));
});

const add = (code: string) => checkout.edit('shared/routes.ts', (table) => withRoute(table, code));

it('a route that can never match fails the check, and every command that needs the table, with route and place', async () => {
  await add(
    `route({ name: 'big', on: 'blob.uploaded', schema: BlobUploaded, handle: resizeImage, where: { data: { size: ['5'] } } }),`,
  );
  const message =
    'Route big, where at /data/size: no data that fits its schema matches: data.size cannot be "5": the schema takes an integer ≥ 0 there\n';
  for (const command of [['routes', 'check'], ['routes'], ['shuffle']])
    expect(await waybill(checkout.root, command)).toEqual({ code: 1, stdout: '', stderr: message });
}, 60_000);

it('a twin fails the check, and nothing else', async () => {
  await add(`route({ name: 'again', on: 'order.placed', schema: OrderPlaced, handle: confirmOrder }),`);
  await waybill(checkout.root, ['routes', 'compile']);
  const { code, stdout } = await waybill(checkout.root, ['routes', 'check']);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^warning {2}Route again: it runs the same handler/)]);
  expect((await waybill(checkout.root, ['routes'])).code).toBe(0);
}, 60_000);

it('a handler’s file that cannot be read says where', async () => {
  await checkout.edit('shared/handlers/ship-order.ts', (text) => `${text}\nthisIsNowhere();\n`);
  const { code, stderr } = await waybill(checkout.root, ['routes']);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/thisIsNowhere is not defined[\s\S]*ship-order\.ts/)]);
}, 60_000);
