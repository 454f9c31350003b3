import { describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import type { MailMessage } from '../../../shared/routing/context.ts';
import type { OrderPlaced } from '../../../shared/schemas/order.ts';
import { from, order, place } from './orders.ts';

async function mailOf(data: unknown, attributes = {}): Promise<MailMessage> {
  const { mails, outcome } = await place(data, attributes);
  if (mails[0] === undefined) throw new Error(`No mail: ${JSON.stringify(outcome)}`);
  expect(mails).toHaveLength(1);
  return mails[0];
}

/** What a mail program makes of the mail as it goes over the wire. */
async function received(message: MailMessage) {
  const { message: eml } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: 'shop@example.com',
    ...message,
  });
  const mail = await simpleParser(eml as Buffer); // `buffer: true` promises it
  return { mail, headers: [...mail.headers.keys()] };
}

describe('the confirmation of an order', () => {
  it('goes to the customer with the lines, the total and their currency', async () => {
    const mail = await mailOf(order);
    expect(mail.to).toEqual({ name: 'Ada Lovelace', address: 'ada@example.com' });
    expect(mail.subject).toBe('Your order A-1001');
    expect(mail.text).toBe(
      'Hello Ada Lovelace,\n\nthank you for your order A-1001 of 2026-01-31.\n\n2 × Tea: €3.98\n1 × Cup: €16.01\n\nTotal: €19.99\n',
    );
    expect(mail.html).toContain('<tr><td>2 ×</td><td>Tea</td><td align="right">€3.98</td></tr>');
    expect(mail.html).toContain('<strong>€19.99</strong>');
  });

  it('has the same Message-ID at every try, and another for each order, source and table', async () => {
    const [first, again, other, elsewhere] = [
      await mailOf(order),
      await mailOf(order),
      await mailOf(order, { id: 'e-2' }),
      await mailOf(order, { source: '/other' }),
    ];
    expect(first.messageId).toMatch(/^<[0-9a-f]{32}@waybill>$/);
    expect(again).toEqual(first);
    expect(new Set([first, other, elsewhere].map(({ messageId }) => messageId)).size).toBe(3);
  });

  it('keeps a Message-ID in form whatever the event’s id is', async () => {
    const { messageId } = await mailOf(order, { id: '>\u00a0<script> "quoted" 猫@' });
    expect(messageId).toMatch(/^<[0-9a-f]{32}@waybill>$/);
  });
});

describe('amounts', () => {
  const cases: readonly (readonly [currency: string, total: number, expected: string])[] = [
    ['EUR', 1999, '€19.99'],
    ['EUR', 5, '€0.05'],
    ['EUR', 0, '€0.00'],
    ['EUR', 100, '€1.00'],
    ['USD', 123456789, '$1,234,567.89'],
    ['JPY', 1999, '¥1,999'],
    ['KRW', 0, '₩0'],
    ['KWD', 1999, 'KWD 1.999'],
    ['KWD', 1, 'KWD 0.001'],
    ['CLF', 12345, 'CLF 1.2345'],
    ['HUF', 199900, 'HUF 1,999.00'],
    ['IDR', 1500050, 'IDR 15,000.50'],
    ['EUR', Number.MAX_SAFE_INTEGER, '€90,071,992,547,409.91'],
    ['ZZZ', 1999, 'ZZZ 19.99'],
    ['XXX', 1999, '¤19.99'],
  ];

  it.each(cases)('of %s are in its minor unit: %d is %s', async (currency, totalAmount, expected) => {
    const { text, html } = await mailOf({ ...order, currency, totalAmount });
    expect(text.replaceAll('\u00a0', ' ')).toContain(`Total: ${expected}\n`);
    expect(html.replaceAll('\u00a0', ' ')).toContain(`<strong>${expected}</strong>`);
  });

  it('of a line are exact beyond what a number holds', async () => {
    const lines = [{ sku: 's', title: 'Much', quantity: 3, unitAmount: Number.MAX_SAFE_INTEGER }];
    expect((await mailOf({ ...order, lines })).text).toContain('3 × Much: €270,215,977,642,229.73\n');
  });
});

describe('a hostile order', () => {
  const script = `<script>alert("x")</script> & 'co'`;

  it('cannot put markup into the mail', async () => {
    const hostile = {
      ...order,
      orderId: script,
      customer: { ...order.customer, name: script },
      lines: order.lines.map((line) => ({ ...line, title: script })),
    };
    const { html, text } = await mailOf(hostile);
    expect(html).not.toContain('<script');
    expect(html.split('&#60;script&#62;alert(&#34;x&#34;)&#60;/script&#62; &#38; &#39;co&#39;')).toHaveLength(1 + 5);
    expect(text).toContain(script);
  });

  it.each(['\r\nBcc: eve@example.com', '\nBcc: eve@example.com\n\nbody', '\r', '\u2028Bcc: eve@example.com', '\0'])(
    'cannot begin a header with %j in a name or an order id',
    async (injection) => {
      const hostile: OrderPlaced = {
        ...order,
        orderId: `A-1${injection}`,
        customer: { name: `Ada${injection}`, email: 'ada@example.com' },
      };
      const message = await mailOf(hostile);
      expect(`${message.subject}${message.to.name}`).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      const { mail, headers } = await received(message);
      expect(headers).not.toContain('bcc');
      expect([mail.to].flat().flatMap((to) => to?.value ?? [])).toHaveLength(1);
    },
  );

  it('cannot add a recipient through its name', async () => {
    const { mail } = await received(await mailOf(from({ name: 'Ada" <eve@example.com>, "x' })));
    expect([mail.to].flat().flatMap((to) => to?.value.map(({ address }) => address) ?? [])).toEqual([
      'ada@example.com',
    ]);
  });
});

describe('the address', () => {
  it.each([[undefined], [''], ['   ']])('that is missing (%j) is a reject that says so', async (email) => {
    const { outcome, mails, letters } = await place(from({ email }));
    expect(outcome).toEqual({
      kind: 'reject',
      code: 'no-address',
      reason: 'The order’s customer.email is missing, so that no confirmation can be sent.',
    });
    expect(mails).toEqual([]);
    expect(letters).toMatchObject([{ route: 'confirm', code: 'no-address', attempts: 1 }]);
  });

  it.each([
    'ada',
    'ada@',
    '@example.com',
    'ada@example..com',
    'ada@exam ple.com',
    'ada@example.com, eve@example.com',
    'ada@example.com;eve@example.com',
    'Ada <ada@example.com>',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada\u0000@example.com',
    'ada@eve@example.com',
    `${'a'.repeat(250)}@example.com`,
  ])('%j is none, which is a reject that says so', async (email) => {
    const { outcome, mails } = await place(from({ email }));
    expect(outcome).toEqual({
      kind: 'reject',
      code: 'no-address',
      reason: 'The order’s customer.email is not an e-mail address, so that no confirmation can be sent.',
    });
    expect(mails).toEqual([]);
  });

  it.each([
    ['ada@example.com', 'ada@example.com'],
    [' ada@example.com\n', 'ada@example.com'],
    ["o'hara+orders@mail.example.co.uk", "o'hara+orders@mail.example.co.uk"],
    ['jürgen@exämple.de', 'jürgen@exämple.de'],
    ['root@localhost', 'root@localhost'],
  ])('%j is one', async (email, address) => {
    expect((await mailOf(from({ email }))).to.address).toBe(address);
  });
});
