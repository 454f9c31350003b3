import { describe, expect, it } from '@jest/globals';
import { TOKENS } from '../../shared/delivery/embedded/payment-entry.ts';
import type { Charge, Payments } from '../../shared/routing/context.ts';

const charge: Charge = { reference: 'A-1001', amount: 1999, currency: 'EUR', token: 'tok_visa' };

/** The contract of every Payments port. `create` gives one to each test, whose books are empty; it cleans up by itself. */
export function describePayments(name: string, create: () => Payments | Promise<Payments>): void {
  describe(`${name}: a charge`, () => {
    it('is taken, and names the payment', async () => {
      const payments = await create();
      expect(await payments.charge(charge)).toEqual({ kind: 'charged', paymentId: expect.stringMatching(/^\S+$/) });
    });

    it('is made once, however often it is asked for, also at the same time', async () => {
      const payments = await create();
      const answers = await Promise.all(Array.from({ length: 8 }, () => payments.charge(charge)));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(await payments.charge(charge)).toEqual(answers[0]);
    });

    it('of another reference is another payment', async () => {
      const payments = await create();
      const [one, other] = [await payments.charge(charge), await payments.charge({ ...charge, reference: 'A-1002' })];
      expect(one).not.toEqual(other);
    });

    it.each<[string, Partial<Charge>]>([
      ['amount', { amount: 2000 }],
      ['currency', { currency: 'USD' }],
      ['token', { token: 'tok_other' }],
    ])('with the reference of another one that differs in its %s is refused', async (_what, change) => {
      const payments = await create();
      const first = await payments.charge(charge);
      await expect(payments.charge({ ...charge, ...change })).rejects.toMatchObject({ kind: 'refused' });
      expect(await payments.charge(charge)).toEqual(first);
    });

    it.each([
      ['card_declined', TOKENS.declined],
      ['insufficient_funds', TOKENS.insufficient],
    ])('is declined with %s for the token %s, at each repetition', async (code, token) => {
      const payments = await create();
      const declined = { kind: 'declined', code, message: expect.stringContaining(' ') };
      expect(await payments.charge({ ...charge, token })).toEqual(declined);
      expect(await payments.charge({ ...charge, token })).toEqual(declined);
      expect(await payments.refund(charge.reference)).toEqual({ kind: 'nothing' });
    });

    it('of nothing is taken', async () => {
      const payments = await create();
      expect(await payments.charge({ ...charge, amount: 0 })).toMatchObject({ kind: 'charged' });
    });

    it.each(['ü 😀\n', 'x'.repeat(20_000), '../a?b#c', '__proto__', '"\'\\'])(
      'takes whatever text a reference is (%#)',
      async (reference) => {
        const payments = await create();
        const first = await payments.charge({ ...charge, reference });
        expect(first).toMatchObject({ kind: 'charged' });
        expect(await payments.charge({ ...charge, reference })).toEqual(first);
        expect(await payments.refund(reference)).toMatchObject({ kind: 'refunded' });
      },
    );

    it('that had no answer was made: the next call hears of it, and it can be given back', async () => {
      const payments = await create();
      const silent = { ...charge, token: TOKENS.timeout };
      await expect(payments.charge(silent)).rejects.toMatchObject({ kind: 'unavailable' });
      expect(await payments.charge(silent)).toMatchObject({ kind: 'charged' });
      expect(await payments.refund(charge.reference)).toMatchObject({ kind: 'refunded', amount: 1999 });
    });

    it('that is answered late is a charge', async () => {
      const payments = await create();
      expect(await payments.charge({ ...charge, token: TOKENS.slow })).toMatchObject({ kind: 'charged' });
    });
  });

  describe(`${name}: a refund`, () => {
    it('gives back what was charged, and says the same each time', async () => {
      const payments = await create();
      const charged = await payments.charge(charge);
      const paymentId = charged.kind === 'charged' ? charged.paymentId : '';
      const refunded = { kind: 'refunded', paymentId, amount: 1999, currency: 'EUR' };
      expect(await payments.refund(charge.reference)).toEqual(refunded);
      expect(await payments.refund(charge.reference)).toEqual(refunded);
    });

    it('does not undo that the charge was made', async () => {
      const payments = await create();
      const charged = await payments.charge(charge);
      await payments.refund(charge.reference);
      expect(await payments.charge(charge)).toEqual(charged);
      await expect(payments.charge({ ...charge, amount: 1 })).rejects.toMatchObject({ kind: 'refused' });
    });

    it('before the charge gives back nothing, and bars it', async () => {
      const payments = await create();
      expect(await payments.refund(charge.reference)).toEqual({ kind: 'nothing' });
      expect(await payments.charge(charge)).toMatchObject({ kind: 'declined', code: 'voided' });
      expect(await payments.charge({ ...charge, amount: 1 })).toMatchObject({ kind: 'declined', code: 'voided' });
      expect(await payments.refund(charge.reference)).toEqual({ kind: 'nothing' });
    });

    it('at the same time as the charge leaves no money taken', async () => {
      const payments = await create();
      const [charged, refunded] = await Promise.all([payments.charge(charge), payments.refund(charge.reference)]);
      expect([charged.kind, refunded.kind]).toEqual(
        charged.kind === 'charged' ? ['charged', 'refunded'] : ['declined', 'nothing'],
      );
    });

    it('is of its reference alone', async () => {
      const payments = await create();
      await payments.charge(charge);
      expect(await payments.refund('A-1002')).toEqual({ kind: 'nothing' });
      expect(await payments.refund(charge.reference)).toMatchObject({ kind: 'refunded' });
    });
  });
}
