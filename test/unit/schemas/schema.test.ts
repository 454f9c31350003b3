import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { events } from '../../../shared/schemas/events.ts';
import { OrderPlaced } from '../../../shared/schemas/order.ts';
import { describe as describeProblem } from '../../../shared/schemas/result.ts';
import { type Schema, validate } from '../../../shared/schemas/schema.ts';

const ORDER: OrderPlaced = {
  orderId: 'A-1',
  placedAt: '2026-01-31T12:00:00+01:00',
  customer: { name: 'Ada', email: 'ada@shop.example' },
  currency: 'EUR',
  lines: [{ sku: 's', title: 'Tea', quantity: 1, unitAmount: 450 }],
  totalAmount: 450,
  payment: { token: 'tok' },
};

describe('validate', () => {
  it('gives the schema’s output', async () => {
    const doubled = z.pipe(
      z.number(),
      z.transform((value) => value * 2),
    );
    expect(await validate(doubled, 21)).toEqual({ ok: true, value: 42 });
  });

  it('waits for a schema that answers later', async () => {
    const slow: Schema<number> = {
      '~standard': { version: 1, vendor: 'test', validate: async () => ({ value: 1 }) },
    };
    expect(await validate(slow, 'x')).toEqual({ ok: true, value: 1 });
  });

  it('waits for a zod schema with a check that answers later', async () => {
    const even = z.number().check(z.refine(async (value) => value % 2 === 0, 'an even number'));
    expect(await validate(even, 2)).toEqual({ ok: true, value: 2 });
    expect(await validate(even, 3)).toMatchObject({ ok: false, error: { expected: 'an even number' } });
  });

  // One that is left behind and rejects would end the process, and this test with it.
  it('leaves no promise behind when the halves of an intersection cannot be put together', async () => {
    const toNumber = z.pipe(z.string(), z.transform(Number));
    const torn = z.intersection(toNumber, z.string());
    await expect(validate(z.union([torn, z.string()]), 'x')).rejects.toThrow('Unmergable intersection');
    await expect(validate(z.object({ p: torn, q: torn }), { p: 'x', q: 'x' })).rejects.toThrow('Unmergable');
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('leaves no promise behind when a check fails that is known to take time', async () => {
    const isKnown = async (id: string) => {
      if (id === 'x') throw new Error('no answer');
      return id === 'y';
    };
    const asked = z.object({ id: z.string().check(z.refine(isKnown)) });
    expect(await validate(asked, { id: 'y' })).toMatchObject({ ok: true });
    await expect(validate(asked, { id: 'x' })).rejects.toThrow('no answer');
    expect(await validate(asked, { id: 'z' })).toMatchObject({ ok: false, error: { at: '/data/id' } });
    await new Promise((resolve) => setImmediate(resolve));
  });

  it.each<[string, unknown, object]>([
    ['no data', undefined, { at: '/data', expected: 'object', got: 'nothing' }],
    ['a field of another type', { ...ORDER, orderId: 7 }, { at: '/data/orderId', expected: 'string', got: 'a number' }],
    ['an array that is empty', { ...ORDER, lines: [] }, { at: '/data/lines', got: 'an array of 0' }],
    [
      'a field inside an array',
      { ...ORDER, lines: [{ ...ORDER.lines[0], quantity: 0 }] },
      { at: '/data/lines/0/quantity' },
    ],
    ['a pattern with words of its own', { ...ORDER, currency: 'euro' }, { expected: 'an ISO 4217 code such as EUR' }],
  ])('says what is wrong with %s', async (_what, data, problem) => {
    expect(await validate(OrderPlaced, data)).toMatchObject({ ok: false, error: { code: 'schema', ...problem } });
  });

  it('shows the kind of a value and never the value, since problems are logged', async () => {
    const result = await validate(OrderPlaced, { ...ORDER, currency: 'tok_secret', payment: 'tok_secret' });
    expect(result.ok ? '' : describeProblem(result.error)).toMatch(/got a string of 10 characters$/);
  });

  it('escapes keys in the place', async () => {
    const odd = z.object({ 'a/b~c': z.string() });
    expect(await validate(odd, {})).toMatchObject({ ok: false, error: { at: '/data/a~1b~0c' } });
  });

  it('reads the path of a library that wraps its keys', async () => {
    const wrapping: Schema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => ({ issues: [{ message: 'no', path: [{ key: 'a' }, 0] }] }),
      },
    };
    expect(await validate(wrapping, { a: ['x'] })).toMatchObject({
      ok: false,
      error: { at: '/data/a/0', expected: 'no', got: 'a string of 1 characters' },
    });
  });
});

describe('events', () => {
  it('lists a schema for each type of this router', () => {
    expect(Object.values(events).every((schema) => '~standard' in schema)).toBe(true);
    expect(Object.keys(events).every((type) => /^[a-z]+\.[a-z]+$/.test(type))).toBe(true);
  });

  it('takes an order without an e-mail address, and not one without a customer', async () => {
    const { customer, ...rest } = ORDER;
    expect(await validate(OrderPlaced, { ...rest, customer: { name: customer.name } })).toMatchObject({ ok: true });
    expect(await validate(OrderPlaced, rest)).toMatchObject({ ok: false, error: { at: '/data/customer' } });
  });
});
