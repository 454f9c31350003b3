import { join } from 'node:path';
import { startGateway } from '../../local/payments/gateway.ts';
import type { PaymentEntry } from '../../shared/delivery/embedded/payment-entry.ts';
import { createSqliteState } from '../../shared/delivery/embedded/sqlite-state.ts';
import { NEVER } from '../../shared/handlers/stock/contended.ts';
import { readProduct, STOCK } from '../../shared/handlers/stock/product.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import { type Order, SKUS } from './things.ts';

/** What an order needs beside the folders: products on the shelf, and someone who takes the money. */
export type Shop = {
  readonly env: { readonly PAYMENTS_URL: string };
  /** The host's own state. */
  readonly state: StateStore;
  /** Of the product that an order is about: the pieces in the house, and how many of them each order holds. */
  readonly productOf: (order: Order) => Promise<{ readonly onHand: number; readonly held: object } | undefined>;
  /** What the gateway's books hold of an order. */
  readonly paymentsFor: (orderId: string) => Promise<readonly PaymentEntry[]>;
  readonly close: () => Promise<void>;
};

type ShopOptions = { readonly state: string; readonly merchant: string };

/** Fills the shelf in the state's folder and starts a gateway, which has its books below `home` and knows the host as `merchant`. */
export async function openShop(home: string, { state: folder, merchant }: ShopOptions): Promise<Shop> {
  const state = createSqliteState(folder, Date.now);
  const product = { value: { onHand: 1_000, held: {} }, if: 'absent', expiresAt: NEVER } as const;
  for (const sku of SKUS) await state.put(STOCK, sku, product);
  const gateway = await startGateway({ folder: join(home, 'payments') });
  const url = `${gateway.url}/${merchant}`;
  return {
    env: { PAYMENTS_URL: url },
    state,
    productOf: async ({ data }) => (await readProduct(state, data.lines[0]?.sku ?? ''))?.product,
    paymentsFor: async (orderId) => (await entriesOf(url)).filter(({ reference }) => reference === orderId),
    close: gateway.close,
  };
}

async function entriesOf(url: string): Promise<readonly PaymentEntry[]> {
  const response = await fetch(`${url}/v1/ledger`);
  const { entries } = (await response.json()) as { readonly entries: readonly PaymentEntry[] }; // see the gateway's README
  return entries;
}
