import * as z from 'zod/mini';
import type { Context, Handler } from '../../../shared/routing/context.ts';
import { done } from '../../../shared/routing/outcome.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { OrderPlaced } from '../../../shared/schemas/order.ts';
import type { PaymentFailed } from '../../../shared/schemas/payment.ts';
import type { Schema } from '../../../shared/schemas/schema.ts';

/** Checked by the compiler alone: a line that must not compile stands below an expectation of its error. Nothing here runs. */

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function isSame<A, B>(_same: Same<A, B>): void {}

const order = { name: 'a', on: 'order.placed', schema: OrderPlaced } as const;
const failure: PaymentFailed = { orderId: '1', code: 'c', message: 'm' };

// The data in a handler is the schema's output.
route({
  ...order,
  handle: async (event) => {
    isSame<typeof event.data, OrderPlaced>(true);
    isSame<typeof event.data.lines, { sku: string; title: string; quantity: number; unitAmount: number }[]>(true);
    // @ts-expect-error: the order has no such field
    event.data.amount;
  },
});
route({
  ...order,
  schema: z.pipe(
    z.string(),
    z.transform((text) => text.length),
  ),
  handle: async (event) => isSame<typeof event.data, number>(true),
});
declare const foreign: Schema<{ readonly any: 'library' }>;
route({ ...order, schema: foreign, handle: async (event) => isSame<typeof event.data.any, 'library'>(true) });

// An event cannot be changed in a handler.
route({
  ...order,
  handle: async (event) => {
    // @ts-expect-error: read-only
    event.subject = 'x';
  },
});

// A handler of other data does not fit the schema.
declare const ofNumbers: Handler<number>;
// @ts-expect-error: the schema gives an order
route({ ...order, handle: ofNumbers });

// What a handler returns is nothing or an outcome, later.
route({ ...order, handle: async () => done() });
// @ts-expect-error: a text is no outcome
route({ ...order, handle: async () => 'done' });
// @ts-expect-error: a handler is async
route({ ...order, handle: () => {} });

// Only declared types are emitted, with the data of their schema.
route({
  ...order,
  emits: ['payment.failed', 'shop.own'],
  handle: async (_event, { emit }) => {
    emit('payment.failed', failure);
    emit('payment.failed', failure, { subject: '1' });
    emit('shop.own', { any: 'data' });
    // @ts-expect-error: payment.failed has other data
    emit('payment.failed', { orderId: '1' });
    // @ts-expect-error: this type is not declared
    emit('payment.successful', failure);
    // @ts-expect-error: there is no such option
    emit('payment.failed', failure, { source: '/x' });
  },
});
route({
  ...order,
  handle: async (_event, { emit }) => {
    // @ts-expect-error: a route without emits emits nothing
    emit('payment.failed', failure);
  },
});

// A handler that emits stands on a route that says so; it may declare more, never less.
declare const emitting: Handler<OrderPlaced, 'payment.failed' | 'payment.successful'>;
declare const silent: Handler<OrderPlaced>;
route({ ...order, handle: emitting, emits: ['payment.failed', 'payment.successful'] });
route({ ...order, handle: emitting, emits: ['payment.failed', 'payment.successful', 'order.shipped'] });
route({ ...order, handle: silent, emits: ['payment.failed'] });
// @ts-expect-error: it declares nothing
route({ ...order, handle: emitting });
// @ts-expect-error: it does not declare payment.successful
route({ ...order, handle: emitting, emits: ['payment.failed'] });

// Types that are only known when the program runs are still allowed.
declare const types: readonly string[];
route({ ...order, emits: types, handle: async (_event, { emit }) => emit('anything', 1) });

// A context of all types serves any handler, and one of some types none that wants more.
declare const every: Context<string>;
declare const one: Context<'payment.failed'>;
export const enough: Context<'payment.failed' | 'payment.successful'> = every;
// @ts-expect-error: it cannot emit payment.successful
export const tooLittle: Context<'payment.failed' | 'payment.successful'> = one;

// A route's settings are checked.
// @ts-expect-error: there is no such field
route({ ...order, handle: silent, retries: 3 });
// @ts-expect-error: the only order is by subject
route({ ...order, handle: silent, order: 'id' });
// @ts-expect-error: a table has no such setting
defineRoutes([], { unrouted: 'ignore' });
