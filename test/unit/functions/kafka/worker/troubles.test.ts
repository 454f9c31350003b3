import { describe, expect, it } from '@jest/globals';
import { type KafkaTrouble, toTrouble } from '../../../../../functions/kafka/client/errors.ts';
import { probeSeldom } from '../../../../../functions/kafka/client/probe-seldom.ts';
import { kafkaSettings } from '../../../../../functions/kafka/client/settings.ts';
import { lookCloser } from '../../../../../functions/kafka/worker/watch/look-closer.ts';
import { createTroubles } from '../../../../../functions/kafka/worker/watch/troubles.ts';
import type { LogLine } from '../../../../../shared/delivery/ports.ts';
import { createManualClock } from '../../../../manual-clock.ts';

function setUp() {
  const [clock, lines]: [ReturnType<typeof createManualClock>, LogLine[]] = [createManualClock(), []];
  return { clock, lines, troubles: createTroubles(clock, (line) => void lines.push(line)) };
}

const settings = kafkaSettings({ KAFKA_BROKERS: 'kafka-1:9093' });
const denied = toTrouble('topic-not-permitted', { place: {}, words: '', cause: undefined });
const away = toTrouble('connection-refused', { place: {}, words: '', cause: undefined });

describe('what does not work', () => {
  it('is said once, of a change, and again every half minute', () => {
    const { clock, lines, troubles } = setUp();
    for (let second = 0; second < 31; second += 1) {
      troubles.set('broker 1', away);
      clock.advance(1_000);
    }
    troubles.set('broker 1', denied);
    expect(lines.map(({ code }) => code)).toEqual([away.code, away.code, denied.code]);
    expect([troubles.list().length, troubles.isLoud()]).toEqual([1, true]);
    troubles.clear('broker 1');
    expect([troubles.list().length, troubles.isLoud()]).toEqual([0, false]);
  });

  it('is over once nobody has met it for minutes: its partition is another worker’s, its broker is no more', () => {
    const { clock, lines, troubles } = setUp();
    troubles.set('orders/1', denied);
    troubles.set('broker 1', away);
    clock.advance(150_000);
    troubles.set('broker 1', away);
    expect(troubles.isLoud()).toBe(true);
    clock.advance(150_000);
    expect([troubles.list().length, troubles.isLoud()]).toEqual([1, false]);
    clock.advance(300_000);
    expect(troubles.list()).toEqual([]);
    expect(lines.filter(({ message }) => message === 'Kafka trouble is over').map(({ source }) => source)).toEqual([
      'orders/1',
      'broker 1',
    ]);
  });

  it('is looked at more closely where it says little, and the log says what that found', async () => {
    const { lines, troubles, found, asked } = setUpLook();
    troubles.set('broker 1', vague);
    expect([lines, troubles.list()]).toEqual([[], [expect.stringContaining('request-timed-out')]]);
    found(untrusted);
    await turn();
    for (let time = 0; time < 5; time += 1) troubles.set(`broker ${time}`, vague);
    await turn();
    expect(lines.map(({ source, code }) => `${source} ${code}`)).toEqual(
      [1, 0, 2, 3, 4].map((node) => `broker ${node} ${untrusted.code}`),
    );
    expect([asked, troubles.isLoud()]).toEqual([['kafka-1:9093'], true]);
  });

  it('names the brokers where one of them wants TLS, and asks none', async () => {
    const { lines, troubles, asked } = setUpLook();
    troubles.set('topic orders', toTrouble('plaintext-to-tls', { place: {}, words: '', cause: undefined }));
    await turn();
    expect([asked, lines.map(({ reason }) => reason)]).toEqual([[], [expect.stringContaining('(kafka-1:9093)')]]);
  });

  it('is looked at again after half a minute, since somebody may have mended it', async () => {
    const { clock, lines, troubles, found, asked } = setUpLook();
    troubles.set('commit', vague);
    found(untrusted);
    await turn();
    clock.advance(31_000);
    troubles.set('commit', vague);
    found(undefined);
    await turn();
    expect(lines.map(({ code }) => code)).toEqual([untrusted.code, vague.code]);
    expect(asked).toHaveLength(2);
  });

  it('is not spoken of where it was over before the look was', async () => {
    const { lines, troubles, found } = setUpLook();
    troubles.set('commit', vague);
    troubles.clear('commit');
    found(untrusted);
    await turn();
    expect(lines).toEqual([]);
  });
});

const vague = toTrouble('request-timed-out', { place: {}, words: '', cause: undefined });
const untrusted = toTrouble('untrusted-certificate', { place: {}, words: '', cause: undefined });
const turn = () => new Promise<void>((done) => setImmediate(done));

/** With a probe of the first broker that ends when it is told what it found. */
function setUpLook() {
  const [clock, lines]: [ReturnType<typeof createManualClock>, LogLine[]] = [createManualClock(), []];
  const asked: string[] = [];
  let found: (what: KafkaTrouble | undefined) => void = () => {};
  const probe = probeSeldom(settings, clock.now, (broker) => {
    asked.push(broker);
    return new Promise((resolve) => {
      found = resolve;
    });
  });
  const look = lookCloser(probe, settings.brokers);
  const troubles = createTroubles(clock, (line) => void lines.push(line), look);
  return { clock, lines, asked, troubles, found: (what: KafkaTrouble | undefined) => found(what) };
}
