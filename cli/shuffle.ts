import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { sampleOrder } from '../local/samples/sample-order.ts';
import { toSampleEvent } from '../local/samples/to-sample-event.ts';
import type { Exploration } from '../local/shuffle/explore.ts';
import type { OrderEnd } from '../local/shuffle/shuffle-order.ts';
import { type CloudEvent, parseCloudEvent } from '../shared/schemas/cloudevent.ts';
import { isObject, parseJson } from '../shared/schemas/json.ts';
import { OrderPlaced } from '../shared/schemas/order.ts';
import { describe } from '../shared/schemas/result.ts';
import { validate } from '../shared/schemas/schema.ts';

type Options = { readonly declined?: boolean; readonly outOfStock?: boolean; readonly json?: boolean };

/** `waybill shuffle`: every order in which an order's events may come, and the ends that are reached. Exit 1 unless it is one, and balanced. */
export function addShuffle(program: Command): void {
  program
    .command('shuffle')
    .description('Deliver one order’s events in every order, each once or twice, and show the ends that are reached.')
    .argument('[file]', 'an order.placed event, or its data alone, in JSON (a sample order unless given)')
    .option('--declined', 'the card is declined')
    .option('--out-of-stock', 'there is one piece too few of everything')
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  waybill shuffle\n  waybill shuffle order.json --declined\n  waybill shuffle --out-of-stock --json',
    )
    .action(async (file: string | undefined, options: Options) => {
      const order = file === undefined ? toSampleEvent('order.placed', sampleOrder()) : await readOrder(file);
      // Loaded in here, with the table, which the other commands do without or report on.
      const { shuffleOrder } = await import('../local/shuffle/shuffle-order.ts');
      const found = await shuffleOrder(options.declined ? declined(order) : order, options);
      process.stdout.write(options.json ? `${toJson(order, found)}\n` : toText(order, found));
      process.exitCode = found.ends.length === 1 && found.ends.every(({ end }) => end.isBalanced) ? 0 : 1;
    });
}

type Order = CloudEvent<OrderPlaced> & { readonly data: OrderPlaced };

function declined(order: Order): Order {
  return { ...order, data: { ...order.data, payment: { token: 'tok_declined' } } };
}

async function readOrder(file: string): Promise<Order> {
  const parsed = parseJson(await readFile(file));
  if (!parsed.ok) throw new Error(`${file}: ${describe(parsed.error)}`);
  const isEvent = isObject(parsed.value) && 'specversion' in parsed.value;
  const event = isEvent ? parseCloudEvent(parsed.value) : undefined;
  if (event?.ok === false) throw new Error(`${file}: ${describe(event.error)}`);
  const data = await validate(OrderPlaced, isEvent ? event?.value.data : parsed.value);
  if (!data.ok) throw new Error(`${file}: ${describe(data.error)}`);
  return { ...(event?.value ?? toSampleEvent('order.placed', data.value)), data: data.value };
}

function toJson({ data }: Order, { orders, states, messages, ends }: Exploration<OrderEnd>): string {
  const reached = ends.map(({ end, orders: of }) => ({ ...end, orders: String(of) }));
  return JSON.stringify({ orderId: data.orderId, messages, orders: String(orders), states, ends: reached });
}

function toText({ data }: Order, { orders, states, messages, ends }: Exploration<OrderEnd>): string {
  const lines = [
    `${data.orderId}: ${messages.length} deliveries, each once or twice`,
    ...messages.map((message) => `  ${message}`),
    '',
    `${orders.toLocaleString('en')} orders of delivery, ${states.toLocaleString('en')} states, ${ends.length} end${ends.length === 1 ? '' : 's'}`,
    ...ends.flatMap(({ end, orders: of }) => toLines(end, of)),
  ];
  return `${lines.join('\n')}\n`;
}

function toLines({ end, stock, money, mails, isBalanced }: OrderEnd, orders: bigint): readonly string[] {
  const pieces = Object.entries(stock).map(
    ([sku, { onHand, held }]) => `${sku} ${onHand}${held > 0 ? `, ${held} held` : ''}`,
  );
  return [
    `  ${end.padEnd(10)} in ${orders.toLocaleString('en')} orders, ${isBalanced ? 'balanced' : 'NOT BALANCED'}`,
    `    stock  ${pieces.join('   ')}`,
    `    money  ${money} taken and kept, in the currency’s minor unit`,
    `    mails  ${mails.join(', ')}`,
  ];
}
