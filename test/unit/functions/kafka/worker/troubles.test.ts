import { describe, expect, it } from '@jest/globals';
import { toTrouble } from '../../../../../functions/kafka/client/errors.ts';
import { createTroubles } from '../../../../../functions/kafka/worker/watch/troubles.ts';
import type { LogLine } from '../../../../../shared/delivery/ports.ts';
import { createManualClock } from '../../../../manual-clock.ts';

function setUp() {
  const [clock, lines]: [ReturnType<typeof createManualClock>, LogLine[]] = [createManualClock(), []];
  return { clock, lines, troubles: createTroubles(clock, (line) => void lines.push(line)) };
}

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
});
