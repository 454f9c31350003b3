import type { PaymentEntry } from '../../shared/delivery/embedded/payment-entry.ts';
import type { SampleOrder } from '../samples/sample-orders.ts';
import type { CloudName } from './cloud.ts';
import type { Report } from './report.ts';
import type { Shelves } from './stock-of.ts';

/** What is known of one cloud after the samples. */
export type Evidence = {
  readonly cloud: CloudName;
  readonly samples: readonly SampleOrder[];
  readonly report: Report;
  readonly before: Shelves;
  readonly after: Shelves;
  /** Undefined where another gateway keeps them. */
  readonly ledger: readonly PaymentEntry[] | undefined;
  /** Whether the mails come to our inbox. */
  readonly hasInbox: boolean;
};

/** Everything on a cloud that is not as it should be after the samples, in words. */
export function judge(evidence: Evidence): readonly string[] {
  return [photo, ends, stock, money, letters, mails].flatMap((check) => check(evidence));
}

function photo({ cloud, report }: Evidence): readonly string[] {
  const resized = report.deliveries.some(
    (line) => line.cloud === cloud && line.route === 'resize' && line.outcome === 'done',
  );
  return resized ? [] : ['the photo was not resized'];
}

function ends({ cloud, samples, report }: Evidence): readonly string[] {
  return samples.flatMap(({ order: { orderId }, end }) => {
    const ends = report.orders.filter((order) => order.cloud === cloud && order.orderId === orderId);
    const got = ends.map((order) => order.end).join(' and ') || 'without an end';
    return got === end ? [] : [`${orderId} is ${got}: expected ${end}, once`];
  });
}

/** What was shipped has left the house, and nothing is held for any of the orders. */
function stock({ samples, before, after }: Evidence): readonly string[] {
  const shipped = samples.flatMap(({ end, order }) => (end === 'shipped' ? order.lines : []));
  return [...before].flatMap(([sku, { onHand }]) => {
    const gone = shipped.reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
    const now = after.get(sku);
    const held = samples.filter(({ order }) => now !== undefined && Object.hasOwn(now.held, order.orderId));
    return [
      ...(now?.onHand === onHand - gone ? [] : [`${sku}: ${now?.onHand} on hand, expected ${onHand - gone}`]),
      ...held.map(({ order }) => `${sku} is still held for ${order.orderId}`),
    ];
  });
}

/** Who got his parcel has paid for it once, and nobody else has paid. */
function money({ samples, ledger }: Evidence): readonly string[] {
  if (ledger === undefined) return [];
  return samples.flatMap(({ order, end }) => {
    const entries = ledger.filter(({ reference }) => reference === order.orderId);
    const paid = entries.reduce((sum, entry) => sum + (entry.status === 'charged' ? entry.amount : 0), 0);
    const due = end === 'shipped' ? order.totalAmount : 0;
    return paid === due ? [] : [`${order.orderId}: ${paid} paid in the gateway’s books, expected ${due}`];
  });
}

function letters({ cloud, samples, report }: Evidence): readonly string[] {
  const mine = report.deadLetters.filter((letter) => letter.cloud === cloud);
  const expected = samples.filter(({ kind }) => kind === 'no-address').length;
  const redriven = mine.filter(
    (letter) => letter.route === 'confirm' && letter.code === 'no-address' && letter.redriven,
  );
  if (mine.length === expected && redriven.length === expected) return [];
  return [`${mine.length} dead letters, ${redriven.length} of them redriven: expected ${expected} and ${expected}`];
}

/** Every order is confirmed in the end. */
function mails({ cloud, samples, report, hasInbox }: Evidence): readonly string[] {
  if (!hasInbox) return [];
  const subjects = report.mails.flatMap((mail) => (mail.cloud === cloud ? [mail.subject] : []));
  return samples.flatMap(({ order: { orderId } }) =>
    subjects.includes(`Your order ${orderId}`) ? [] : [`no mail confirms ${orderId}`],
  );
}
