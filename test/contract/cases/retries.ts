import { describe, expect, it } from '@jest/globals';
import { type Bench, expectLetter, sendThroughFailure, type Trial } from '../bench.ts';
import { block } from '../folders.ts';
import type { Answer } from '../harness.ts';
import { orderPlaced, unique, unknown, upload } from '../things.ts';

export function describeRetries<Payload>(bench: Bench<Payload>): void {
  const { harness, host, photo } = bench;

  describe('an event that cannot be done yet, by every shape', () => {
    it('is asked for again while its bucket or the mail is away, without a letter, and done once they are back', async () => {
      const letters = await host().folders.newLetters();
      const bucket = unique('away');
      const uploads = harness.uploads.map((shape) => ({ shape, it: upload(`${unique('photo')}.jpg`, { bucket }) }));
      const orders = harness.orders.map((shape) => ({ shape, order: orderPlaced() }));
      const unblock = await block(host().folders.mail);
      const repair = async () => {
        expect(await letters()).toEqual([]);
        const names = uploads.map(({ it }) => it.name);
        await host().folders.createBucket(bucket, names, photo());
        await unblock();
      };
      const trials = [
        ...uploads.map(({ shape, it }) => ({ shape, made: shape.make(it), about: it.name })),
        ...orders.map(({ shape, order }) => ({ shape, made: shape.make(order), about: order.id })),
      ];
      expectAllAgain(trials, await sendThroughFailure(bench, trials, repair));
      for (const { it } of uploads) expect(await host().folders.resizedOf(it.name)).toHaveLength(1);
      for (const { order } of orders) expect(await host().folders.mailsAbout(order.id)).toHaveLength(1);
      expect(await letters()).toEqual([]);
    });

    it('is never acknowledged while its dead letter cannot be written', async () => {
      const letters = await host().folders.newLetters();
      const given = harness.orders.map((shape) => ({ shape, event: unknown() }));
      const trials = given.map(({ shape, event }) => ({ shape, made: shape.make(event), about: event.id }));
      const unblock = await block(host().folders.letters);
      expectAllAgain(trials, await sendThroughFailure(bench, trials, unblock));
      const filed = await letters();
      for (const { made, about } of trials)
        expectLetter(
          filed.filter(({ event }) => event?.id === about),
          { code: 'unrouted', raw: made.raw[0] },
        );
    });
  });
}

function expectAllAgain<Payload>(trials: readonly Trial<Payload>[], answers: readonly Answer[]): void {
  const kinds = answers.map(({ kind }, index) => `${trials[index]?.shape.name}: ${kind}`);
  expect(kinds).toEqual(trials.map(({ shape }) => `${shape.name}: again`));
}
