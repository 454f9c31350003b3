import type { StateStore } from '../../shared/routing/context.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { canonicalJson } from '../../shared/schemas/json.ts';
import type { Disk } from './disk.ts';
import { leftOf, ORDERS, STOCK } from './orders.ts';

type Shop = { readonly state: StateStore; readonly payments: string };

/** What is wrong with the world that the workers left behind, in words. */
export async function checkCrash(disk: Disk, { state, payments }: Shop): Promise<readonly string[]> {
  return [
    ...checkAcknowledged(disk),
    ...checkPublished(disk),
    ...checkMails(disk),
    ...(await checkClaims(state)),
    ...(await checkLetters(state)),
    ...(await checkStock(state)),
    ...(await checkMoney(payments)),
  ];
}

function checkAcknowledged(disk: Disk): readonly string[] {
  const came = disk.read('accepted').length + disk.read('published').length;
  const acknowledged = new Set(disk.read('acknowledged')).size;
  return came === acknowledged ? [] : [`${came - acknowledged} of ${came} events were lost`];
}

/** On the wire an event may be there twice, as the same event; what it says is there once. */
function checkPublished(disk: Disk): readonly string[] {
  const events = disk.read<CloudEvent>('published');
  const byId = Map.groupBy(events, ({ source, id }) => `${source} ${id}`);
  const torn = [...byId.values()].filter((same) => new Set(same.map(canonicalJson)).size > 1);
  const distinct = [...byId.values()].map(([event]) => `${event?.type} ${event?.subject}`).sort();
  const has = (type: string, orderId: string) => distinct.includes(`${type} ${orderId}`);
  const expected = ORDERS.flatMap(({ orderId, end }) => {
    const isPaid = end === 'order.shipped';
    const types = isPaid ? ['inventory.reserved', 'payment.successful', end] : ['payment.failed', end];
    // Cancelled before its stock was held, it has none to release; held and not yet announced, only its release is.
    const released = isPaid ? [] : ['inventory.reserved', 'stock.released'].filter((type) => has(type, orderId));
    const isUnreleased = released.length === 1 && released[0] === 'inventory.reserved';
    return [...types, ...(isUnreleased ? ['inventory.reserved', 'stock.released'] : released)].map(
      (type) => `${type} ${orderId}`,
    );
  }).sort();
  const same = canonicalJson(distinct) === canonicalJson(expected);
  return [
    ...torn.map(([event]) => `${event?.id} was published with different contents`),
    ...(same ? [] : [`published ${distinct.join(', ')}: expected ${expected.join(', ')}`]),
  ];
}

/** A mail has no key but its Message-ID: two with the same are one to whoever looks at it. */
function checkMails(disk: Disk): readonly string[] {
  const mails = disk.read<{ readonly messageId: string; readonly subject: string }>('mails');
  const distinct = new Map(mails.map(({ messageId, subject }) => [messageId, subject]));
  const expected = ORDERS.filter(({ email }) => email !== '').length * 2;
  return distinct.size === expected ? [] : [`${distinct.size} mails were sent: expected ${expected}`];
}

async function checkClaims(state: StateStore): Promise<readonly string[]> {
  const claims = await state.list('claims', { limit: 1_000 });
  const open = claims.filter(({ value }) => !['done', 'dead'].includes(Object(value).status));
  return open.map(({ key, value }) => `the claim ${key} is ${Object(value).status}`);
}

async function checkLetters(state: StateStore): Promise<readonly string[]> {
  const letters = await state.list('letters', { limit: 100 });
  const found = letters.map(({ value }) => `${Object(value).route} ${Object(value).code}`);
  return found.join() === 'confirm no-address'
    ? []
    : [`letters: ${found.join(', ') || 'none'}: expected one of confirm`];
}

async function checkStock(state: StateStore): Promise<readonly string[]> {
  const all = [...STOCK.keys()].map(async (sku) => {
    const { onHand, held } = Object((await state.get('stock', sku))?.value);
    const isRight = onHand === leftOf(sku) && Object.keys(Object(held)).length === 0;
    return isRight ? [] : [`stock of ${sku}: ${onHand}, held ${JSON.stringify(held)}: expected ${leftOf(sku)}`];
  });
  return (await Promise.all(all)).flat();
}

async function checkMoney(payments: string): Promise<readonly string[]> {
  const response = await fetch(`${payments}/v1/ledger`);
  const { entries } = (await response.json()) as { entries: { reference: string; status: string }[] }; // the gateway's README
  const found = entries.map(({ reference, status }) => `${reference} ${status}`).sort();
  const expected = ORDERS.map(
    ({ orderId, end }) => `${orderId} ${end === 'order.shipped' ? 'charged' : 'declined'}`,
  ).sort();
  return found.join() === expected.join() ? [] : [`ledger: ${found.join(', ')}: expected ${expected.join(', ')}`];
}
