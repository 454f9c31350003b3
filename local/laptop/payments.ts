import { join } from 'node:path';
import type { PaymentEntry } from '../../shared/delivery/embedded/payment-entry.ts';
import type { CloudName } from './cloud.ts';
import { startHost } from './host-process.ts';

/** The gateway that the clouds charge at. */
export type PaymentPlace = {
  /** `PAYMENTS_URL` of a cloud. */
  readonly urlOf: (cloud: CloudName) => string;
  /** A cloud's books; undefined where PAYMENTS_URL leads to a gateway that is not ours. */
  readonly ledgerOf: (cloud: CloudName) => Promise<readonly PaymentEntry[] | undefined>;
  /** Resolves once it listens: a charge that comes before that is tried again. */
  readonly ready: Promise<unknown>;
  readonly close: () => Promise<void>;
};

export type PaymentOptions = {
  readonly folder: string;
  readonly port: (preferred: number, what: string) => Promise<number>;
  readonly onLine: (line: string) => void;
};

/**
 * The sandbox gateway in a process of its own, where each cloud is a merchant of its own. PAYMENTS_URL puts another gateway in its place, the
 * same for all.
 */
export async function placePayments({ folder, port, onLine }: PaymentOptions): Promise<PaymentPlace> {
  const other = process.env.PAYMENTS_URL;
  if (other !== undefined)
    return {
      urlOf: () => other,
      ledgerOf: async () => undefined,
      ready: Promise.resolve(),
      close: async () => {},
    };
  const taken = await port(8090, 'the payment gateway');
  const env = { PAYMENTS_ROOT: join(folder, 'payments') };
  const gateway = startHost({ script: 'payments/main.ts', what: 'payment gateway', port: taken, env, onLine });
  const urlOf = (cloud: CloudName) => `http://127.0.0.1:${taken}/${cloud}`;
  return {
    urlOf,
    ledgerOf: (cloud) => readLedger(urlOf(cloud)),
    ready: gateway,
    close: async () => (await gateway).close(),
  };
}

async function readLedger(url: string): Promise<readonly PaymentEntry[]> {
  const response = await fetch(`${url}/v1/ledger`);
  if (!response.ok) throw new Error(`The payment gateway: ${response.status} ${await response.text()}`);
  const { entries } = (await response.json()) as { entries: readonly PaymentEntry[] }; // our own gateway wrote it
  return entries;
}
