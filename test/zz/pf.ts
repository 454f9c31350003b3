import { describe, expect, it } from '@jest/globals';
import { type Bench, mailed, sendThroughFailure } from '../contract/bench.ts';
import type { Answer, BatchShape } from '../contract/harness.ts';
import { orderPlaced, unique, upload, uploaded } from '../contract/things.ts';

export function describePartialFailures<Payload>(bench: Bench<Payload>): void {
  const { harness, host, photo } = bench;

  // All shapes at once, since each has to wait out the back-off of what failed.
  describe('several events in one payload, by every shape', () => {
    it('come again all when all fail, and when one fails as exactly as the cloud can be told, and are done once', async () => {
      const letters = await host().folders.newLetters();
      const bucket = unique('not-there-yet');
      const partial = harness.batches.map((shape) => oneFails(shape, bucket));
      const trials = [...partial, ...harness.batches.map((shape) => allFail(shape, bucket))];
      const photos = trials.flatMap(({ names }) => names);
      const repair = async () => {
        // A call that has been answered has run what it was going to run; one that is held may be in the middle of it.
        for (const { shape, events } of partial.filter((trial) => !trial.shape.holds))
          expect([shape.name, ...(await mailed(host(), events))]).toEqual([shape.name, ...mailsBeforeRepair(shape)]);
        expect(await letters()).toEqual([]);
        await host().folders.createBucket(bucket, photos, photo());
      };
      const answers = await sendThroughFailure(bench, trials, repair);
      expect(answers.map(itemsOf)).toEqual(trials.map(({ asksFor = 'everything' }) => asksFor));
      for (const { events } of partial) expect(await mailed(host(), events)).toEqual([1, 0, 1, 1]);
      for (const name of photos) expect(await host().folders.resizedOf(name)).toHaveLength(1);
      expect(await letters()).toEqual([]);
    });
  });
}

/** Four events, of which the second fails until its bucket is there. */
function oneFails<Payload>(shape: BatchShape<Payload>, bucket: string) {
  const about = `${unique('photo')}.jpg`;
  const events = [orderPlaced(), uploaded(upload(about, { bucket })), orderPlaced(), orderPlaced()];
  return { shape, events, names: [about], about, made: shape.make(events), asksFor: shape.asksFor };
}

function allFail<Payload>(shape: BatchShape<Payload>, bucket: string) {
  const about = `${unique('photo')}.jpg`;
  const names = [about, ...[1, 2, 3].map(() => `${unique('photo')}.jpg`)];
  const made = shape.make(names.map((name) => uploaded(upload(name, { bucket }))));
  return { shape, names, about, made, asksFor: undefined };
}

function mailsBeforeRepair<Payload>({ keepsBack = [] }: BatchShape<Payload>): number[] {
  return [0, 1, 2, 3].map((place) => (place === 1 || keepsBack.includes(place) ? 0 : 1));
}

/** What an answer asks for. */
function itemsOf(answer: Answer): readonly string[] | string {
  return answer.kind === 'again' ? (answer.items ?? 'everything') : answer.kind;
}
