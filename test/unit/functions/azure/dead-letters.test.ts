import { describe, expect, it } from '@jest/globals';
import { type DeadLetterBlob, decodeDeadLetters, readDeadLetters } from '../../../../functions/azure/dead-letters.ts';
import { decode } from '../../../../functions/azure/decode.ts';
import { createMemoryBlobs } from '../../../../shared/delivery/embedded/memory-blobs.ts';
import blobCreated from '../../../fixtures/azure/blob-created.event-grid.json' with { type: 'json' };
import cloudEvents from '../../../fixtures/azure/dead-letter.cloudevents.json' with { type: 'json' };
import eventGrid from '../../../fixtures/azure/dead-letter.event-grid.json' with { type: 'json' };
import { gist, LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';

const NAME = 'ROUTER/2020/8/13/17/1.json';
/** The event of the container that tells of its blob. */
const NOTICE = { ...blobCreated, subject: `/blobServices/default/containers/letters/blobs/${NAME}` };
const WHY = 'Event Grid gave up on it: MaxDeliveryAttemptsExceeded at attempt 1, the last one ended with NotFound';

const blob = (contents: unknown): DeadLetterBlob => ({
  notice: NOTICE,
  bytes: { ok: true, value: Buffer.from(typeof contents === 'string' ? contents : JSON.stringify(contents)) },
});

function createStore(contents: string) {
  const bytes = Buffer.from(contents);
  const kept = { bytes, contentType: 'application/json', metadata: {} };
  return createMemoryBlobs(new Map([[`letters/${NAME}`, kept]]));
}

describe('the blob that an event of the container tells of', () => {
  it('is read, whatever its version', async () => {
    const read = await readDeadLetters(createStore('[]'), NOTICE);
    expect(read).toEqual({ notice: NOTICE, bytes: { ok: true, value: Buffer.from('[]') } });
  });

  it('is a problem with the event that told of it, when it is gone', async () => {
    const items = decodeDeadLetters(await readDeadLetters(createMemoryBlobs(new Map()), NOTICE), LIMITS);
    expect(onlyProblem(items)).toMatchObject({
      code: 'no-dead-letter',
      message: expect.stringContaining(NAME),
      got: 'gone',
    });
    expect(JSON.parse(text(items[0]?.raw ?? Buffer.of()))).toEqual(NOTICE);
  });

  it('is a problem when the event tells of none', async () => {
    const other = { specversion: '1.0', id: '1', source: '/shop', type: 'order.placed' };
    for (const notice of [other, 7]) {
      const items = decodeDeadLetters(await readDeadLetters(createStore('[]'), notice), LIMITS);
      expect(items).toMatchObject([{ event: { ok: false } }]);
    }
  });

  it('is asked for again when the store is down', async () => {
    const down = { ...createStore('[]'), read: () => Promise.reject(new Error('down')) };
    await expect(readDeadLetters(down, NOTICE)).rejects.toThrow('down');
  });
});

describe('a dead-letter blob', () => {
  it.each([
    ['Event Grid schema', eventGrid],
    ['CloudEvents schema', cloudEvents],
  ])('holds the events that were sent, in the %s', (_name, records) => {
    const [record] = records;
    const sent = Object.fromEntries(
      Object.entries(record ?? {}).filter(([name]) => !/^(dead|deliv|last|publish)/.test(name)),
    );
    const items = decodeDeadLetters(blob(records), LIMITS);
    expect(onlyEvent(items)).toEqual(onlyEvent(decode(sent, LIMITS)));
    expect(JSON.parse(text(items[0]?.raw ?? Buffer.of()))).toEqual(sent);
    expect(items[0]?.why).toBe(WHY);
  });

  it('gives every event of the array, and a problem for what is none', () => {
    const [record] = cloudEvents;
    expect(gist(decodeDeadLetters(blob([record, 7, { ...record, id: 'b' }]), LIMITS))).toEqual([
      record?.id,
      'not-an-event',
      'b',
    ]);
  });

  it.each([
    ['is no JSON', 'nonsense', 'bad-json'],
    ['is empty', '', 'empty'],
  ])('that %s is a problem with its bytes', (_name, contents, code) => {
    const items = decodeDeadLetters(blob(contents), LIMITS);
    expect(onlyProblem(items).code).toBe(code);
    expect(text(items[0]?.raw ?? Buffer.of())).toBe(contents);
  });

  it('refuses an event that is too large', () => {
    const big = [{ ...cloudEvents[0], data: 'x'.repeat(LIMITS.event) }];
    expect(onlyProblem(decodeDeadLetters(blob(big), LIMITS)).code).toBe('too-large');
  });

  it('does not make up a reason', () => {
    const plain = { specversion: '1.0', id: '1', source: '/shop', type: 'order.placed' };
    expect(decodeDeadLetters(blob([plain]), LIMITS)[0]?.why).toBe('Event Grid gave up on it: it does not say why');
  });

  it('that tells of another one, which nobody has read, is a problem and no upload', () => {
    expect(onlyProblem(decodeDeadLetters(blob([NOTICE]), LIMITS))).toMatchObject({
      code: 'no-dead-letter',
      message: expect.stringContaining(NAME),
    });
  });
});

it('finds the claim of what is done, although Event Grid tried for a day before and after', () => {
  const day = 24 * 3_600_000;
  expect(onlyItem(decode(NOTICE, LIMITS)).horizon).toBeGreaterThan(2 * day);
});
