import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAck, parsePartial } from '../../../../functions/aws/ack.ts';
import type { Ref } from '../../../../functions/aws/decode.ts';
import type { Settled } from '../../../../shared/delivery/item.ts';
import { anySettled } from '../any-settled.ts';

const partial = createAck(parsePartial('aws:sqs, aws:kafka'));
const whole = createAck(parsePartial(undefined));

const sqs = (messageId: string): Ref => ({ kind: 'sqs', source: 'aws:sqs', messageId });
const kafka = (partition: string, offset: number, source = 'aws:kafka'): Ref => ({
  kind: 'kafka',
  source,
  partition,
  offset,
});
const WHOLE: Ref = { kind: 'whole' };

const done = (ref: Ref): Settled<Ref> => ({ ref, lane: '', verdict: { kind: 'done' } });
const open = (ref: Ref): Settled<Ref> => ({ ref, lane: '', verdict: { kind: 'retry', waiting: false } });
const at = (partition: string, offset: number) => ({ itemIdentifier: { partition, offset } });

describe('a partial answer', () => {
  it('names the SQS messages that are not done, each once', () => {
    const settled = [done(sqs('a')), open(sqs('b')), done(sqs('b')), open(sqs('b')), done(sqs('c'))];
    expect(partial(settled)).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
  });

  it('names a partition’s first unfinished offset and all later ones, and no other partition’s', () => {
    const settled = [done(kafka('t-0', 1)), open(kafka('t-0', 2)), done(kafka('t-0', 3)), done(kafka('t-1', 9))];
    expect(partial(settled)).toEqual({ batchItemFailures: [at('t-0', 2), at('t-0', 3)] });
  });

  it('finds the first offset even where the records come out of order', () => {
    const settled = [done(kafka('t-0', 7)), open(kafka('t-0', 5)), open(kafka('t-0', 4)), done(kafka('t-0', 3))];
    expect(partial(settled)).toEqual({ batchItemFailures: [at('t-0', 7), at('t-0', 5), at('t-0', 4)] });
  });

  it('names nothing when all is done', () => {
    expect(partial([done(sqs('a')), done(sqs('b'))])).toEqual({ batchItemFailures: [] });
  });

  it('is a throw when nothing is done, so that the platform sees a failure', () => {
    expect(() => partial([open(sqs('a')), open(sqs('b'))])).toThrow('2 of 2 events are not done yet');
  });
});

describe('a whole answer', () => {
  it('is given for a source that is not named', () => {
    const settled = [done(kafka('t-0', 1, 'SelfManagedKafka')), open(kafka('t-0', 2, 'SelfManagedKafka'))];
    expect(() => partial(settled)).toThrow('1 of 2 events are not done yet: deliver again');
    expect(() => whole([done(sqs('a')), open(sqs('b'))])).toThrow();
    expect(whole([done(sqs('a'))])).toBeUndefined();
  });

  it('is given where a record has no place that could be named', () => {
    expect(() => partial([done(WHOLE), open(kafka('t-0', 2))])).toThrow();
    expect(partial([done(WHOLE), done(kafka('t-0', 2))])).toBeUndefined();
  });

  it('is given to a direct invocation, and to one that held no event', () => {
    expect(() => partial([done(WHOLE), open(WHOLE)])).toThrow();
    expect(partial([done(WHOLE)])).toBeUndefined();
    expect(partial([])).toBeUndefined();
  });
});

describe('WAYBILL_PARTIAL_BATCH', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['aws:sqs', ['aws:sqs']],
    [' aws:sqs , aws:kafka,', ['aws:sqs', 'aws:kafka']],
    ['SelfManagedKafka', ['SelfManagedKafka']],
  ])('reads the sources of %j', (text, sources) => {
    expect([...parsePartial(text)]).toEqual(sources);
  });

  it.each([
    ['aws:kafak', 'Did you mean "aws:kafka"?'],
    ['aws:sqs,selfManagedKafka', 'Did you mean "SelfManagedKafka"?'],
    ['aws:events', 'expected some of aws:sqs, aws:kafka, SelfManagedKafka'],
  ])('refuses %j, which no mapping has', (text, message) => {
    expect(() => parsePartial(text)).toThrow(`WAYBILL_PARTIAL_BATCH names the source`);
    expect(() => parsePartial(text)).toThrow(message);
  });
});

describe('whatever was settled', () => {
  const offset = fc.integer({ min: 0, max: 9 });
  const ref: fc.Arbitrary<Ref> = fc.oneof(
    fc.constantFrom('a', 'b', 'c').map(sqs),
    fc.tuple(fc.constantFrom('t-0', 't-1'), offset).map(([partition, at]) => kafka(partition, at)),
    fc.constant(WHOLE),
  );
  const settled = fc.oneof(
    anySettled(ref),
    anySettled(fc.constantFrom('a', 'b').map(sqs)),
    anySettled(offset.map((at) => kafka('t-0', at))),
  );

  it.each([
    ['partial', partial],
    ['whole', whole],
  ])('no item that is not done is acknowledged: %s answers', (_name, ack) => {
    fc.assert(
      fc.property(settled, (items) =>
        items.every((item) => item.verdict.kind === 'done' || isAskedFor(ack, items, item.ref)),
      ),
    );
  });
});

/** Whether the answer brings the item again: a throw brings everything. */
function isAskedFor(ack: typeof partial, items: readonly Settled<Ref>[], ref: Ref): boolean {
  const name =
    ref.kind === 'sqs' ? ref.messageId : ref.kind === 'kafka' && { partition: ref.partition, offset: ref.offset };
  try {
    const named = ack(items)?.batchItemFailures ?? [];
    return named.some(({ itemIdentifier }) => JSON.stringify(itemIdentifier) === JSON.stringify(name));
  } catch {
    return true;
  }
}
