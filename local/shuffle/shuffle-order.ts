import { routes } from '../../shared/routes.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject } from '../../shared/schemas/json.ts';
import type { OrderPlaced } from '../../shared/schemas/order.ts';
import { type Exploration, explore } from './explore.ts';
import type { Shop } from './shop.ts';

/** Pieces in the house by SKU, and held; money taken and not given back, in the currency's minor unit; the subjects of the mails. */
export type OrderEnd = {
  readonly end: 'shipped' | 'cancelled' | 'open';
  readonly stock: Readonly<Record<string, { readonly onHand: number; readonly held: number }>>;
  readonly money: number;
  readonly mails: readonly string[];
  readonly isBalanced: boolean;
};

const NEVER = Date.UTC(9999, 11, 31);
/** Of each product, so many more than the order wants. */
const SPARE = 5;

export type ShuffleOptions = { readonly outOfStock?: boolean };

/** Every order in which one order's events may come, each once or twice, through the route table; and the ends that are reached. */
export function shuffleOrder(
  event: CloudEvent<OrderPlaced> & { readonly data: OrderPlaced },
  { outOfStock = false }: ShuffleOptions = {},
): Promise<Exploration<OrderEnd>> {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of event.data.lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  const before = (quantity: number) => (outOfStock ? quantity - 1 : quantity + SPARE);
  return explore({
    table: routes,
    event,
    open: async ({ state }) => {
      for (const [sku, quantity] of wanted)
        await state.put('stock', sku, {
          value: { onHand: before(quantity), held: {} },
          if: 'absent',
          expiresAt: NEVER,
        });
    },
    close: async (shop) => {
      const stock = await stockOf(shop, [...wanted.keys()]);
      const money = moneyOf(shop, event.data.orderId);
      const end = await endOf(shop, event.data.orderId);
      const left = (quantity: number) => before(quantity) - (end === 'shipped' ? quantity : 0);
      const isStockRight = [...wanted].every(
        ([sku, quantity]) => stock[sku]?.onHand === left(quantity) && stock[sku]?.held === 0,
      );
      const isMoneyRight = money === (end === 'shipped' ? event.data.totalAmount : 0);
      const mails = [...shop.mails.values()].sort();
      return { end, stock, money, mails, isBalanced: end !== 'open' && isStockRight && isMoneyRight };
    },
  });
}

async function stockOf({ state }: Shop, skus: readonly string[]): Promise<OrderEnd['stock']> {
  const products = skus.map(async (sku) => {
    const { onHand, held } = Object((await state.get('stock', sku))?.value);
    const pieces = Object.values(isObject(held) ? held : {}).reduce<number>(
      (sum, quantity) => sum + Number(quantity),
      0,
    );
    return [sku, { onHand: Number(onHand), held: pieces }] as const;
  });
  return Object.fromEntries(await Promise.all(products));
}

function moneyOf({ ledger }: Shop, orderId: string): number {
  const entry = ledger.get(orderId);
  return entry?.status === 'charged' ? entry.amount : 0;
}

/** What the order's joins came to; `open` too when one of them did both, or none did anything. */
async function endOf({ state }: Shop, orderId: string): Promise<OrderEnd['end']> {
  const records = await state.list('joins', { limit: 100 });
  const ended = records.filter(({ key }) => key.endsWith(`|${orderId}`)).map(({ value }) => Object(value).status);
  if (ended.length !== 1) return 'open';
  return ended[0] === 'fired' ? 'shipped' : ended[0] === 'closed' ? 'cancelled' : 'open';
}
