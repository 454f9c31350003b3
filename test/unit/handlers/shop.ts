import { createMemoryPayments } from '../../../shared/delivery/embedded/memory-payments.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import type { PaymentEntry } from '../../../shared/delivery/embedded/payment-entry.ts';
import type { Context, MailMessage, Payments, StateStore } from '../../../shared/routing/context.ts';
import type { Joined } from '../../../shared/routing/join.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import type { OrderPlaced } from '../../../shared/schemas/order.ts';
import { order } from './orders.ts';

type Emitted = readonly [type: string, data: unknown, subject: string | undefined];
type Product = { readonly onHand: number; readonly held: Readonly<Record<string, number>> };

/** What one run of a handler did. `failed` is what it threw. */
export type Run = { readonly answer: unknown; readonly failed: unknown; readonly emitted: readonly Emitted[] };

/** A shop in memory: its stock, its money, its mail. */
export function createShop(stock: Readonly<Record<string, number>>) {
  const store = createMemoryState(() => 0);
  const ledger = new Map<string, PaymentEntry>();
  const payments = createMemoryPayments(ledger);
  const mails: MailMessage[] = [];
  const mail: Context['mail'] = { send: async (message) => void mails.push(message) };
  const put = (sku: string, value: unknown) =>
    store.put('stock', sku, { value, if: 'absent', expiresAt: Number.MAX_SAFE_INTEGER });
  const product = async (sku: string) => (await store.get('stock', sku))?.value as Product | undefined; // put by handlers
  return {
    store,
    ledger,
    payments,
    mail,
    mails,
    ready: Promise.all(Object.entries(stock).map(([sku, onHand]) => put(sku, { onHand, held: {} }))),
    put,
    /** Leaves one piece of a product. */
    drain: async (sku: string) => {
      const found = await store.get('stock', sku);
      const write = {
        value: { onHand: 1, held: {} },
        if: { version: found?.version ?? '' },
        expiresAt: Number.MAX_SAFE_INTEGER,
      };
      await store.put('stock', sku, write);
    },
    product,
    products: async () => {
      const products: (Product & { readonly sku: string })[] = [];
      for (const sku of Object.keys(stock))
        products.push({ sku, ...((await product(sku)) ?? { onHand: 0, held: {} }) });
      return products;
    },
    reservation: async (orderId = order.orderId) => (await store.get('reservations', orderId))?.value,
    /** Runs a handler as one try of a delivery: only what it emitted without a throw counts. */
    run: async <Emits extends string>(
      handle: (ctx: Context<Emits>) => Promise<unknown>,
      given: { key?: string; state?: StateStore; payments?: Payments; mail?: Context['mail'] } = {},
    ): Promise<Run> => {
      const emitted: Emitted[] = [];
      const emit = (type: string, data: unknown, options?: { subject?: string }) =>
        void emitted.push([type, data, options?.subject]);
      const ctx = {
        state: store,
        payments,
        mail,
        log: () => {},
        signal: new AbortController().signal,
        idempotencyKey: given.key ?? 'key',
        ...given,
        emit,
      } as unknown as Context<Emits>; // the blobs are left out: no handler of an order has any
      try {
        return { answer: await handle(ctx), failed: undefined, emitted };
      } catch (failed) {
        return { answer: undefined, failed, emitted: [] };
      }
    },
  };
}

export type Shop = ReturnType<typeof createShop>;

/** An `order.placed` as a route's handler gets it. */
export function placed(data: OrderPlaced = order, subject: string | undefined = data.orderId) {
  const event = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed', data } as const;
  return subject === undefined ? event : { ...event, subject };
}

/** What a join hands over: parts are given as types and their data. */
export function joined<Part extends string>(
  why: Joined<Part>['why'],
  parts: Readonly<Record<string, unknown>>,
  key = order.orderId,
): Joined<Part> {
  const events = Object.entries(parts).map(
    ([type, data]): CloudEvent => ({ specversion: '1.0', id: type, source: '/shop', type, subject: key, data }),
  );
  const get = (type: string) => events.find((event) => event.type === type);
  return { key, why, parts: events, get } as Joined<Part>; // the parts are what the tests say they are
}
