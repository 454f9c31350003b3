import type { Table } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { createShop, type Shop } from './shop.ts';

/** One event for one route, and how often it has come. */
type Message = { readonly route: string; readonly event: CloudEvent; readonly came: number };

export type Exploration<End> = {
  /** Orders of delivery, each message once or twice. */
  readonly orders: bigint;
  readonly states: number;
  readonly messages: readonly string[];
  /** Each end that some order comes to, and how many of them do. */
  readonly ends: readonly { readonly end: End; readonly orders: bigint }[];
};

export type Exploring<End> = {
  readonly table: Table;
  readonly event: CloudEvent;
  /** Makes the shop ready. */
  readonly open: (shop: Shop) => Promise<void>;
  /** What can be seen of the shop once everything has come. */
  readonly close: (shop: Shop, published: readonly CloudEvent[]) => End | Promise<End>;
};

const TIMES = 2;

/**
 * Delivers an event, and all that comes of it, in every order and each message once or twice, and gives the ends that are reached. States
 * that cannot be told apart are explored once.
 */
export async function explore<End>({ table, event, open, close }: Exploring<End>): Promise<Exploration<End>> {
  const shop = createShop();
  await open(shop);
  const known = new Map<string, Map<string, bigint>>();
  const ends = new Map<string, End>();
  const seen = new Set<string>();
  const toMessages = (one: CloudEvent) => table.match(one).map(({ name }) => ({ route: name, event: one, came: 0 }));

  /** How many orders lead from here to each end. */
  const visit = async (messages: readonly Message[]): Promise<Map<string, bigint>> => {
    const key = `${shop.toText()} ${messages
      .map((one) => `${nameOf(one)} ${one.came}`)
      .sort()
      .join('\n')}`;
    const visited = known.get(key);
    if (visited !== undefined) return visited;
    const counts = new Map<string, bigint>();
    if (messages.every(({ came }) => came > 0)) await arrive(messages, counts);
    for (const [index, message] of messages.entries()) {
      if (message.came === TIMES) continue;
      const restore = shop.save();
      const emitted = await shop.deliver(table.get(message.route), message.event);
      const next = messages.with(index, { ...message, came: message.came + 1 });
      const fresh = emitted.flatMap(toMessages).filter((one) => next.every((other) => nameOf(other) !== nameOf(one)));
      for (const [end, orders] of await visit([...next, ...fresh])) counts.set(end, (counts.get(end) ?? 0n) + orders);
      restore();
    }
    known.set(key, counts);
    return counts;
  };

  const arrive = async (messages: readonly Message[], counts: Map<string, bigint>) => {
    for (const message of messages) seen.add(toWords(message));
    const end = await close(shop, [...new Set(messages.map((message) => message.event))]);
    const text = JSON.stringify(end);
    ends.set(text, end);
    counts.set(text, 1n);
  };

  const counts = await visit(toMessages(event));
  const reached = [...ends].map(([text, end]) => ({ end, orders: counts.get(text) ?? 0n }));
  return {
    orders: reached.reduce((sum, { orders }) => sum + orders, 0n),
    states: known.size,
    messages: [...seen],
    ends: reached,
  };
}

function nameOf({ route, event }: Message): string {
  return `${route} ${event.source} ${event.id}`;
}

function toWords({ route, event }: Message): string {
  return `${event.type} → ${route}`;
}
