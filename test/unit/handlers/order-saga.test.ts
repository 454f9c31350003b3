import { describe, expect, it } from '@jest/globals';
import { PortError } from '../../../shared/delivery/port-error.ts';
import { cancelOrder } from '../../../shared/handlers/cancel-order.ts';
import { chargeCustomer } from '../../../shared/handlers/charge-customer.ts';
import { reserveStock } from '../../../shared/handlers/reserve-stock.ts';
import { shipOrder } from '../../../shared/handlers/ship-order.ts';
import type { OrderPlaced } from '../../../shared/schemas/order.ts';
import { order } from './orders.ts';
import { createShop, joined, placed, type Run, type Shop } from './shop.ts';

const id = order.orderId;
const lines = [
  { sku: 'C-1', quantity: 1 },
  { sku: 'T-1', quantity: 2 },
];

async function open(stock: Readonly<Record<string, number>> = { 'T-1': 5, 'C-1': 5 }): Promise<Shop> {
  const shop = createShop(stock);
  await shop.ready;
  return shop;
}

type Given = Parameters<Shop['run']>[1];
type Parts = Readonly<Record<string, unknown>>;
const reserve = (shop: Shop, data: OrderPlaced = order, given: Given = {}): Promise<Run> =>
  shop.run((ctx) => reserveStock(placed(data), ctx as never), { key: 'reserve', ...given });
const charge = (shop: Shop, data: OrderPlaced = order): Promise<Run> =>
  shop.run((ctx) => chargeCustomer(placed(data), ctx as never), { key: 'charge' });
const ship = (shop: Shop, given: Given = {}, data: OrderPlaced = order): Promise<Run> =>
  shop.run((ctx) => shipOrder(joined('complete', { 'order.placed': data }), ctx as never), { key: 'ship', ...given });
const cancel = (shop: Shop, why: 'unless' | 'due' | 'straggler', parts: Parts, given: Given = {}): Promise<Run> =>
  shop.run((ctx) => cancelOrder(joined(why, parts), ctx as never), {
    key: why === 'straggler' ? `ship|${Object.keys(parts)}` : 'ship',
    ...given,
  });
const types = ({ emitted }: Run) => emitted.map(([type]) => type);
const stockOf = async (shop: Shop) =>
  Object.fromEntries((await shop.products()).map(({ sku, ...rest }) => [sku, rest]));

const failed = { orderId: id, code: 'card_declined', message: 'The card was declined.' };
const placedPart = { 'order.placed': order };

describe('reserving an order’s stock', () => {
  it('holds every line, those of one product together, and says so', async () => {
    const shop = await open();
    const twice = { ...order, lines: [...order.lines, { sku: 'T-1', title: 'Tea', quantity: 1, unitAmount: 1 }] };
    const { emitted } = await reserve(shop, twice);
    const reserved = [
      { sku: 'C-1', quantity: 1 },
      { sku: 'T-1', quantity: 3 },
    ];
    expect(emitted).toEqual([['inventory.reserved', { orderId: id, lines: reserved }, undefined]]);
    expect(await stockOf(shop)).toEqual({
      'T-1': { onHand: 5, held: { [id]: 3 } },
      'C-1': { onHand: 5, held: { [id]: 1 } },
    });
    expect(await shop.reservation()).toEqual({ status: 'held', lines: reserved });
  });

  it('a second time holds nothing more and says the same', async () => {
    const shop = await open();
    const first = await reserve(shop);
    expect(await reserve(shop)).toEqual(first);
    expect(await shop.product('T-1')).toEqual({ onHand: 5, held: { [id]: 2 } });
  });

  it('rejects an order with all that is short, an unknown product too, and holds none of it', async () => {
    const shop = await open({ 'C-1': 5, 'T-1': 1 });
    const data = { ...order, lines: [...order.lines, { sku: 'X', title: 'None', quantity: 7, unitAmount: 1 }] };
    const rejected = await reserve(shop, data);
    const short = [
      { sku: 'T-1', wanted: 2, available: 1 },
      { sku: 'X', wanted: 7, available: 0 },
    ];
    expect(rejected.emitted).toEqual([['inventory.rejected', { orderId: id, short }, undefined]]);
    expect(await stockOf(shop)).toEqual({ 'C-1': { onHand: 5, held: {} }, 'T-1': { onHand: 1, held: {} } });
    await shop.put('X', { onHand: 100, held: {} });
    expect(await reserve(shop, data)).toEqual(rejected);
  });

  it.each(['__proto__', 'constructor', 'a|b'])('is not misled by an order or a product named %s', async (name) => {
    const shop = await open({ [name]: 3 });
    await shop.put(name, { onHand: 3, held: {} });
    const data = { ...order, orderId: name, lines: [{ sku: name, title: 'x', quantity: 2, unitAmount: 1 }] };
    expect(types(await reserve(shop, data))).toEqual(['inventory.reserved']);
    expect(Object.entries((await shop.product(name))?.held ?? {})).toEqual([[name, 2]]);
  });

  it('refuses an order with other lines under the same id', async () => {
    const shop = await open();
    await reserve(shop);
    const { answer } = await reserve(shop, { ...order, lines: order.lines.slice(0, 1) });
    expect(answer).toMatchObject({ kind: 'reject', code: 'order-changed' });
  });

  it.each([undefined, 'A-2'])(
    'refuses an event with the subject %s, before anything is held or charged',
    async (subject) => {
      const shop = await open();
      const event = { ...placed(order, id), subject } as ReturnType<typeof placed>;
      const runs = [
        await shop.run((ctx) => reserveStock(event, ctx as never)),
        await shop.run((ctx) => chargeCustomer(event, ctx as never)),
      ];
      for (const { answer } of runs) expect(answer).toMatchObject({ kind: 'reject', code: 'no-subject' });
      expect([await shop.reservation(), shop.ledger.size]).toEqual([undefined, 0]);
    },
  );

  it('waits, without spending an attempt, where others always come between', async () => {
    const shop = await open();
    const state = { ...shop.store, put: async () => undefined };
    const { answer } = await reserve(shop, order, { state });
    expect(answer).toMatchObject({ kind: 'retry', counted: false, after: 500 });
  });

  it('fails, and holds nothing, on a stock record that is none', async () => {
    const shop = await open({});
    await shop.put('C-1', { onHand: 'many' });
    expect(String((await reserve(shop)).failed)).toContain('The stock record of "C-1" is none');
  });
});

describe('charging a customer', () => {
  it('charges the total once for the order', async () => {
    const shop = await open();
    const first = await charge(shop);
    expect(first.emitted).toMatchObject([['payment.successful', { orderId: id, amount: 1999, currency: 'EUR' }]]);
    expect(await charge(shop)).toEqual(first);
    expect([...shop.ledger]).toMatchObject([[id, { status: 'charged', amount: 1999 }]]);
  });

  it('says why it was declined', async () => {
    const shop = await open();
    const { emitted } = await charge(shop, { ...order, payment: { token: 'tok_declined' } });
    expect(emitted).toEqual([['payment.failed', failed, undefined]]);
  });
});

describe('shipping an order', () => {
  it('takes its pieces out of the stock once, tells the customer and gives the same parcel each time', async () => {
    const shop = await open();
    await reserve(shop);
    const first = await ship(shop);
    expect(first.emitted).toEqual([
      [
        'order.shipped',
        {
          orderId: id,
          shipmentId: expect.stringMatching(/^shp_[0-9a-f]{32}$/),
          carrier: 'Waybill Post',
          tracking: expect.stringMatching(/^WB[0-9A-F]{12}$/),
        },
        id,
      ],
    ]);
    expect(await ship(shop)).toEqual(first);
    expect(await stockOf(shop)).toEqual({ 'T-1': { onHand: 3, held: {} }, 'C-1': { onHand: 4, held: {} } });
    expect(shop.mails[1]).toEqual(shop.mails[0]);
    expect(shop.mails[0]).toMatchObject({
      subject: `Your order ${id} is on its way`,
      to: { address: 'ada@example.com' },
      messageId: expect.stringMatching(/^<[0-9a-f]{32}@waybill>$/),
    });
  });

  it.each([undefined, 'ada'])('ships without a mail where the address is %s', async (email) => {
    const shop = await open();
    await reserve(shop);
    expect(types(await ship(shop, {}, { ...order, customer: { name: 'Ada', email } }))).toEqual(['order.shipped']);
    expect(shop.mails).toEqual([]);
  });

  it('ships though the mail server will never take the mail, and waits where it is down', async () => {
    const shop = await open();
    await reserve(shop);
    const broken = (kind: 'refused' | 'unavailable') => ({
      send: () => Promise.reject(new PortError(kind, 'mail', { message: 'no' })),
    });
    expect((await ship(shop, { mail: broken('unavailable') })).failed).toBeInstanceOf(PortError);
    expect(types(await ship(shop, { mail: broken('refused') }))).toEqual(['order.shipped']);
  });

  it('ships nothing that is not reserved', async () => {
    const shop = await open();
    expect((await ship(shop)).answer).toMatchObject({ kind: 'reject', code: 'not-reserved' });
    await reserve(shop);
    await cancel(shop, 'due', placedPart);
    expect((await ship(shop)).answer).toMatchObject({ kind: 'reject', code: 'not-reserved' });
  });
});

describe('cancelling an order', () => {
  const nothingHeld = { 'T-1': { onHand: 5, held: {} }, 'C-1': { onHand: 5, held: {} } };

  it('whose payment was declined gives the stock back, says so, and tells the customer', async () => {
    const shop = await open();
    await reserve(shop);
    const first = await cancel(shop, 'unless', { ...placedPart, 'payment.failed': failed });
    expect(first.emitted).toEqual([
      ['stock.released', { orderId: id, lines }, id],
      ['order.cancelled', { orderId: id, reason: 'payment declined: The card was declined.' }, id],
    ]);
    expect(await cancel(shop, 'unless', { ...placedPart, 'payment.failed': failed })).toEqual(first);
    expect(await stockOf(shop)).toEqual(nothingHeld);
    expect(shop.mails[0]?.text).toContain('You have paid nothing for it.');
  });

  it('that is out of stock refunds what was paid', async () => {
    const shop = await open({ 'T-1': 1, 'C-1': 5 });
    const [[, rejected] = []] = (await reserve(shop)).emitted;
    await charge(shop);
    const { emitted } = await cancel(shop, 'unless', { ...placedPart, 'inventory.rejected': rejected });
    expect(emitted).toMatchObject([
      ['payment.refunded', { orderId: id, amount: 1999, currency: 'EUR' }, id],
      ['order.cancelled', { reason: 'out of stock: Tea (1 of 2)' }, id],
    ]);
    expect(shop.ledger.get(id)).toMatchObject({ status: 'refunded' });
    expect(shop.mails[0]?.text).toContain('€19.99, is on its way back to you.');
  });

  it('that nobody answered bars stock and money from then on', async () => {
    const shop = await open();
    expect((await cancel(shop, 'due', placedPart)).emitted).toEqual([
      ['order.cancelled', { orderId: id, reason: 'not answered in time by the stock and the payment' }, id],
    ]);
    expect((await reserve(shop)).answer).toMatchObject({ kind: 'done', as: 'superseded' });
    expect((await charge(shop)).emitted).toMatchObject([['payment.failed', { code: 'voided' }]]);
    expect(await stockOf(shop)).toEqual(nothingHeld);
  });

  it('that was never placed in time says so', async () => {
    const { emitted } = await cancel(await open(), 'due', { 'payment.failed': undefined });
    expect(emitted).toMatchObject([['order.cancelled', { reason: 'the order itself did not come in time' }, id]]);
  });

  it('that was shipped changes nothing: its stock is gone and its money is earned', async () => {
    const shop = await open();
    await reserve(shop);
    await charge(shop);
    await ship(shop);
    const { answer, emitted } = await cancel(shop, 'due', placedPart);
    expect([answer, emitted]).toMatchObject([{ kind: 'done', as: 'superseded' }, []]);
    expect(shop.ledger.get(id)).toMatchObject({ status: 'charged' });
    expect((await reserve(shop)).answer).toMatchObject({ as: 'superseded' });
  });

  it.each(['closing first', 'straggler first'])('says what is given back once, %s', async (which) => {
    const shop = await open();
    const [[, reserved] = []] = (await reserve(shop)).emitted;
    const [[, paid] = []] = (await charge(shop)).emitted;
    const closing = () => cancel(shop, 'due', placedPart);
    const stragglers = [
      () => cancel(shop, 'straggler', { 'payment.successful': paid }),
      () => cancel(shop, 'straggler', { 'inventory.reserved': reserved }),
    ];
    const runs: Run[] = [];
    for (const run of which === 'closing first' ? [closing, ...stragglers] : [...stragglers, closing]) {
      const first = await run();
      expect(await run()).toEqual(first);
      runs.push(first);
    }
    expect(runs.flatMap(types).sort()).toEqual(['order.cancelled', 'payment.refunded', 'stock.released']);
    expect(new Set(shop.mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await stockOf(shop)).toEqual(nothingHeld);
    expect(shop.ledger.get(id)).toMatchObject({ status: 'refunded' });
  });
});

describe('a handler whose process dies at any of its calls', () => {
  type Fault = { at: number; when: 'before' | 'after' };

  /** Ports on which one call fails, before it had its effect or after. */
  function withFault(shop: Shop, fault: Fault): { given: NonNullable<Given>; calls: () => number } {
    let calls = 0;
    const guard = <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) => {
      return async (...args: Args): Promise<T> => {
        const isHit = calls++ === fault.at;
        if (isHit && fault.when === 'before') throw new Error('died');
        const answer = await call(...args);
        if (isHit) throw new Error('died');
        return answer;
      };
    };
    const { get, put } = shop.store;
    const state = { ...shop.store, get: guard(get), put: guard(put) };
    const payments = { charge: guard(shop.payments.charge), refund: guard(shop.payments.refund) };
    return { given: { state, payments, mail: { send: guard(shop.mail.send) } }, calls: () => calls };
  }

  it.each<[string, (shop: Shop) => Promise<unknown>, (shop: Shop, given: Given) => Promise<Run>]>([
    ['reserving', async () => {}, (shop, given) => reserve(shop, order, given)],
    ['rejecting', (shop) => shop.drain('T-1'), (shop, given) => reserve(shop, order, given)],
    ['shipping', (shop) => reserve(shop), ship],
    [
      'cancelling',
      async (shop) => [await reserve(shop), await charge(shop)],
      (shop, given) => cancel(shop, 'due', placedPart, given),
    ],
  ])('ends %s as if nothing had happened', async (_what, prepare, run) => {
    const smooth = await open();
    await prepare(smooth);
    const counted = withFault(smooth, { at: -1, when: 'before' });
    const wanted = await run(smooth, counted.given);
    expect(wanted.emitted.length).toBeGreaterThan(0);
    for (let at = 0; at < counted.calls(); at++) {
      for (const when of ['before', 'after'] as const) {
        const shop = await open();
        await prepare(shop);
        expect((await run(shop, withFault(shop, { at, when }).given)).failed).toEqual(new Error('died'));
        expect(await run(shop, {})).toEqual(wanted);
        expect([await stockOf(shop), await shop.reservation(), [...shop.ledger]]).toEqual([
          await stockOf(smooth),
          await smooth.reservation(),
          [...smooth.ledger],
        ]);
        expect(new Set(shop.mails.map(({ messageId }) => messageId))).toEqual(
          new Set(smooth.mails.map(({ messageId }) => messageId)),
        );
      }
    }
  });
});

describe('a hostile order', () => {
  const script = '<script>alert("x")</script>\r\nBcc: eve@example.com';

  it('can neither put markup into the mails nor break their lines', async () => {
    const hostile = { ...order, customer: { name: script, email: 'ada@example.com' } };
    const shop = await open();
    await reserve(shop, hostile);
    await ship(shop, {}, hostile);
    const cancelled = await open();
    const message = { ...failed, message: script };
    await cancel(cancelled, 'unless', { 'order.placed': hostile, 'payment.failed': message });
    const mails = [...shop.mails, ...cancelled.mails];
    expect(mails).toHaveLength(2);
    for (const { subject, to, html, text } of mails) {
      expect(`${subject}${to.name}`).not.toMatch(/[\p{Cc}]/u);
      expect(html).not.toContain('<script');
      expect(text).not.toMatch(/^Bcc:/m);
    }
  });
});
