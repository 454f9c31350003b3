import type { OrderPlaced } from '../../schemas/order.ts';
import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';
import { money } from './money.ts';
import { oneLine } from './one-line.ts';

export type OrderMail = { readonly subject: string; readonly text: string; readonly html: string };

/** The mail that confirms an order. Nothing that came with the order can break a line of it, or be markup in its HTML. */
export function orderMail(order: OrderPlaced): OrderMail {
  const plain = toView(order, oneLine);
  return {
    subject: `Your order ${plain.id}`,
    text: toText(plain),
    html: toHtml(toView(order, (text) => escapeHtml(oneLine(text)))),
  };
}

type Line = { readonly quantity: string; readonly title: string; readonly amount: string };

type View = {
  readonly id: string;
  readonly name: string;
  readonly date: string;
  readonly lines: readonly Line[];
  readonly total: string;
};

/** What the mail shows, every value written by `write`. */
function toView(order: OrderPlaced, write: (text: string) => string): View {
  const amount = (minor: bigint) => write(money(minor, order.currency));
  return {
    id: write(order.orderId),
    name: write(order.customer.name),
    date: write(order.placedAt.slice(0, 'YYYY-MM-DD'.length)),
    lines: order.lines.map(({ title, quantity, unitAmount }) => ({
      quantity: write(String(quantity)),
      title: write(title),
      amount: amount(BigInt(quantity) * BigInt(unitAmount)),
    })),
    total: amount(BigInt(order.totalAmount)),
  };
}

function toText({ id, name, date, lines, total }: View): string {
  const items = lines.map(({ quantity, title, amount }) => `${quantity} × ${title}: ${amount}\n`);
  return `Hello ${name},\n\nthank you for your order ${id} of ${date}.\n\n${items.join('')}\nTotal: ${total}\n`;
}

function toHtml({ id, name, date, lines, total }: View): string {
  return htmlPage(
    `Your order ${id}`,
    `<p>Hello ${name},</p>
<p>thank you for your order <strong>${id}</strong> of ${date}.</p>
<table cellpadding="6">
${lines.map(toRow).join('\n')}
<tr><td></td><td><strong>Total</strong></td><td align="right"><strong>${total}</strong></td></tr>
</table>`,
  );
}

function toRow({ quantity, title, amount }: Line): string {
  return `<tr><td>${quantity} ×</td><td>${title}</td><td align="right">${amount}</td></tr>`;
}
