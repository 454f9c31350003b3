import type { Handler } from '../routing/context.ts';
import { reject, superseded } from '../routing/outcome.ts';
import type { OrderPlaced } from '../schemas/order.ts';
import { misaddressed } from './order-key.ts';
import { toLines } from './stock/line.ts';
import { reserve } from './stock/reserve.ts';

/**
 * Holds an order's pieces, all or none: `inventory.reserved`, or `inventory.rejected` with every product of which there is not enough, which
 * is final for the order. Nothing is held, and nothing said, for an order that was cancelled or shipped meanwhile.
 */
export const reserveStock: Handler<OrderPlaced, 'inventory.reserved' | 'inventory.rejected'> = async (event, ctx) => {
  const { orderId } = event.data;
  const lines = toLines(event.data.lines);
  const refusal = misaddressed(event, orderId) ?? tooMany(lines);
  if (refusal !== undefined) return refusal;
  const reserved = await reserve(ctx.state, { orderId, lines });
  if ('kind' in reserved) return reserved;
  if (reserved.status === 'held') return ctx.emit('inventory.reserved', { orderId, lines: [...lines] });
  if (reserved.short !== undefined)
    return ctx.emit('inventory.rejected', { orderId, short: reserved.short.map((short) => ({ ...short })) });
  return superseded(`the order was ${reserved.status === 'shipped' ? 'shipped' : 'cancelled'} meanwhile`);
};

/** A reservation is one state record, which names each product twice when it is rejected. */
const LARGEST = 12 * 1024;

function tooMany(lines: readonly object[]) {
  const size = Buffer.byteLength(JSON.stringify(lines));
  return size <= LARGEST
    ? undefined
    : reject(
        'order-too-large',
        `The order’s lines make ${size} bytes: expected ${LARGEST} at most, or several orders.`,
      );
}
