import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { itIf } from '../skip.ts';
import { BAD_BODIES } from './bad-bodies.ts';
import {
  type Bench,
  expectAcknowledged,
  expectLetter,
  linesAbout,
  mailed,
  sendThroughFailure,
  type Trial,
} from './bench.ts';
import { block } from './folders.ts';
import type { Answer, BatchShape, Door, Fate, Harness, Odd, Upload } from './harness.ts';
import { type Host, startHost } from './host.ts';
import { describeRedrives } from './redrives.ts';
import { describeSaga } from './saga.ts';
import { describeSweeps } from './sweeps.ts';
import { anonymousOrder, emittedOnly, jpeg, orderPlaced, unique, unknown, upload, uploaded } from './things.ts';

/** The contract of an adapter, run in its real runtime: one host process, and one case after another. */
export function describeAdapter<Payload>(harness: Harness<Payload>): void {
  let host: Host | undefined;
  let photo: Uint8Array | undefined;
  const bench: Bench<Payload> = {
    harness,
    host: () => started(host),
    photo: () => started(photo),
    send: ({ payload }) => harness.send(started(host).url, payload, started(host)),
  };
  beforeAll(async () => {
    photo = await jpeg();
    const { cloud, env } = harness;
    host = await startHost(cloud, typeof env === 'function' ? await env() : env);
  });
  afterAll(() => host?.stop());
  describe(`the ${harness.cloud} adapter`, () => {
    describeUploads(bench);
    describeOrders(bench);
    describeSaga(bench);
    describeSweeps(bench);
    describeRedrives(bench);
    describeSkips(bench);
    describeBatches(bench);
    describePartialFailures(bench);
    describeRetries(bench);
    describeBadInput(bench);
  });
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The host is not up');
  return value;
}

function describeUploads<Payload>(bench: Bench<Payload>): void {
  const { harness, host, photo, send } = bench;
  const put = (name: string, bytes: Uint8Array) => putUpload(bench, name, bytes);

  describe('an upload', () => {
    it.each(harness.uploads)(
      'becomes two thumbnails and one blob.resized, however often it comes: $name',
      async ({ make }) => {
        // All that the clouds encode differently: a folder, a space, a plus, letters beyond ASCII.
        const stem = unique('photos/à la plage 1+2');
        const made = make(await put(`${stem}.jpg`, photo()));
        await expectAcknowledged(send(made));
        await expectAcknowledged(send(made));
        const resized = await host().folders.resizedOf(`${stem}.jpg`);
        expect(resized).toHaveLength(1);
        expect(resized[0]?.data).toMatchObject({
          bucket: 'uploads',
          thumbnails: [
            { name: `thumbnails/${stem}-320.jpg`, width: 320, height: 180, contentType: 'image/jpeg' },
            { name: `thumbnails/${stem}-1024.jpg`, width: 1024, height: 576, contentType: 'image/jpeg' },
          ],
        });
        expect(await sizeOf(bench, `thumbnails/${stem}-320.jpg`)).toEqual([320, 180]);
        expect(await sizeOf(bench, `thumbnails/${stem}-1024.jpg`)).toEqual([1024, 576]);
      },
    );

    it('is one event, by whatever shape it comes', async () => {
      const name = `${unique('photos/same')}.jpg`;
      const it = await put(name, photo());
      for (const { make } of harness.uploads) await expectAcknowledged(send(make(it)));
      const lines = await linesAbout(host(), name, { count: harness.uploads.length });
      expect(new Set(lines.map(({ event }) => `${event?.source} ${event?.id}`)).size).toBe(1);
      expect(await host().folders.resizedOf(name)).toHaveLength(1);
    });

    it.each(harness.uploads)('that is no image becomes a dead letter: $name', async ({ make }) => {
      const letters = await host().folders.newLetters();
      const name = `${unique('fake')}.jpg`;
      const made = make(await put(name, Buffer.from('not a photo')));
      await expectAcknowledged(send(made));
      const letter = expectLetter(await letters(), { code: 'not-an-image', raw: made.raw[0] });
      expect(letter).toMatchObject({ route: 'resize', attempts: 1, event: { type: 'blob.uploaded', subject: name } });
    });
  });
}

async function putUpload<Payload>({ host }: Bench<Payload>, name: string, bytes: Uint8Array): Promise<Upload> {
  await host().folders.write('uploads', name, bytes);
  return upload(name, { size: bytes.length });
}

async function sizeOf<Payload>({ host }: Bench<Payload>, name: string): Promise<readonly [number, number]> {
  const { width, height } = await sharp(await host().folders.read('thumbnails', name)).metadata();
  return [width, height];
}

function describeOrders<Payload>({ harness, host, send }: Bench<Payload>): void {
  describe('an order', () => {
    it.each(harness.orders)('becomes one mail, however often it comes: $name', async ({ make }) => {
      const order = orderPlaced();
      const made = make(order);
      await expectAcknowledged(send(made));
      await expectAcknowledged(send(made));
      const mails = await host().folders.mailsAbout(order.id);
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatchObject({
        subject: `Your order ${order.id}`,
        to: { value: [{ name: 'Ada Köhler', address: 'ada@example.com' }] },
        text: expect.stringContaining('2 × Green tea: €9.00'),
      });
      const lines = await linesAbout(host(), order.id, { route: 'confirm', count: 2 });
      expect(lines).toMatchObject([
        { cloud: harness.cloud, route: 'confirm', outcome: 'done', attempt: 1 },
        {
          cloud: harness.cloud,
          route: 'confirm',
          outcome: 'done',
          attempt: 1,
          reason: expect.stringContaining('already done'),
        },
      ]);
    });

    it.each(harness.orders)('without an address becomes a dead letter: $name', async ({ make }) => {
      const letters = await host().folders.newLetters();
      const order = anonymousOrder();
      const made = make(order);
      await expectAcknowledged(send(made));
      await expectAcknowledged(send(made));
      const letter = expectLetter(await letters(), { code: 'no-address', raw: made.raw[0] });
      expect(letter).toMatchObject({ route: 'confirm', attempts: 1, event: { id: order.id, data: order.data } });
    });

    it.each(harness.orders)('of a type that nobody knows becomes a dead letter: $name', async ({ make }) => {
      const letters = await host().folders.newLetters();
      const event = unknown();
      const made = make(event);
      await expectAcknowledged(send(made));
      const letter = expectLetter(await letters(), { code: 'unrouted', raw: made.raw[0] });
      expect(letter).toMatchObject({ attempts: 0, event: { id: event.id, type: 'weather.changed' } });
      expect(letter).not.toHaveProperty('route');
    });
  });
}

function describeSkips<Payload>({ harness, host, send }: Bench<Payload>): void {
  describe('an event that no route wants', () => {
    const uploads = [
      { what: 'an upload that is no image', prefix: 'notes', suffix: '.txt', contentType: 'text/plain' },
      { what: 'a thumbnail', prefix: 'thumbnails/photo', suffix: '.jpg', contentType: 'image/jpeg' },
    ];
    const cases = uploads.flatMap((kind) => harness.uploads.map((shape) => ({ ...kind, ...shape })));

    it.each(cases)('is acknowledged without a letter: $what, $name', async (given) => {
      const letters = await host().folders.newLetters();
      const name = `${unique(given.prefix)}${given.suffix}`;
      await expectAcknowledged(send(given.make(upload(name, { contentType: given.contentType }))));
      expect(await linesAbout(host(), name)).toMatchObject([
        { event: { type: 'blob.uploaded' }, outcome: 'done', as: 'skipped' },
      ]);
      expect(await letters()).toEqual([]);
    });

    it.each(harness.orders)(
      'is acknowledged without a letter: a type that is only emitted, $name',
      async ({ make }) => {
        const letters = await host().folders.newLetters();
        const event = emittedOnly();
        await expectAcknowledged(send(make(event)));
        expect(await linesAbout(host(), event.id)).toMatchObject([{ outcome: 'done', as: 'skipped' }]);
        expect(await letters()).toEqual([]);
      },
    );
  });
}

function describeBatches<Payload>({ harness, host, send }: Bench<Payload>): void {
  describe('several events in one payload', () => {
    it.each(harness.batches)('are each done once, however often they come: $name', async ({ make }) => {
      const orders = [orderPlaced(), orderPlaced(), orderPlaced(), orderPlaced()];
      const made = make(orders);
      await expectAcknowledged(send(made));
      await expectAcknowledged(send(made));
      expect(await mailed(host(), orders)).toEqual([1, 1, 1, 1]);
    });

    it.each(harness.batches)(
      'stand for themselves, a bad or unwanted one beside good ones: $name',
      async ({ make }) => {
        const letters = await host().folders.newLetters();
        const events = [orderPlaced(), anonymousOrder(), emittedOnly(), orderPlaced()];
        const made = make(events);
        await expectAcknowledged(send(made));
        expect(await mailed(host(), events)).toEqual([1, 0, 0, 1]);
        const letter = expectLetter(await letters(), { code: 'no-address', raw: made.raw[1] });
        expect(letter.event?.id).toBe(events[1]?.id);
      },
    );
  });
}

function describePartialFailures<Payload>(bench: Bench<Payload>): void {
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
          expect([shape.name, ...(await mailsOf(host(), shape, events))]).toEqual([
            shape.name,
            ...mailsBeforeRepair(shape),
          ]);
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

/** What was mailed, and one mail for each order that need not have run yet. */
async function mailsOf<Payload>(host: Host, { mayKeepBack = [] }: BatchShape<Payload>, events: readonly CloudEvent[]) {
  const mails = await mailed(host, events);
  return mails.map((count, place) => (count === 0 && mayKeepBack.includes(place) ? 1 : count));
}

function mailsBeforeRepair<Payload>({ keepsBack = [] }: BatchShape<Payload>): number[] {
  return [0, 1, 2, 3].map((place) => (place === 1 || keepsBack.includes(place) ? 0 : 1));
}

/** What an answer asks for. */
function itemsOf(answer: Answer): readonly string[] | string {
  return answer.kind === 'again' ? (answer.items ?? 'everything') : answer.kind;
}

function describeRetries<Payload>(bench: Bench<Payload>): void {
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

/** Input that is no event, or an odd one. It ends as a letter, or at the runtime's own door; the process goes on in any case. */
function describeBadInput<Payload>(bench: Bench<Payload>): void {
  const cases = [...bench.harness.doors.flatMap(toCases), ...bench.harness.odd];

  describe('bad input', () => {
    for (const [kind, what] of FATES)
      for (const given of cases.filter(({ fate }) => kind in fate))
        it(`${what}: ${given.name}`, () => check(bench, given));
    for (const { name, fate } of cases) if ('skip' in fate) itIf(false, fate.skip)(name, () => {});
  });
}

const FATES = [
  ['code', 'becomes a letter and is acknowledged'],
  ['refused', 'is refused by the runtime itself'],
  ['quiet', 'is acknowledged without a letter'],
] as const;

function toCases<Payload>({ name, make, except }: Door<Payload>): Odd<Payload>[] {
  const unknown = Object.keys(except).find((body) => !BAD_BODIES.some((known) => known.name === body));
  if (unknown !== undefined) throw new Error(`${name} makes an exception of ${unknown}, which is no bad body`);
  return BAD_BODIES.map((body) => ({
    name: `${body.name}, ${name}`,
    fate: except[body.name] ?? { code: body.code },
    make: () => make(body.make()),
  }));
}

async function check<Payload>({ harness, host, send }: Bench<Payload>, { fate, make }: Odd<Payload>): Promise<void> {
  const letters = await host().folders.newLetters();
  const made = make();
  const answer = await send(made);
  expect(answer).toMatchObject(expectedAnswer(fate));
  if ('code' in fate) expectLetter(await letters(), { code: fate.code, raw: made.raw[0] });
  else expect(await letters()).toEqual([]);
  const [order] = harness.orders;
  if (order !== undefined) await expectAcknowledged(send(order.make(emittedOnly())));
}

function expectedAnswer(fate: Fate) {
  return 'refused' in fate ? { kind: 'refused', said: fate.refused } : { kind: 'acknowledged' };
}
