import { expect, it } from '@jest/globals';
import { kafkaSettings } from '../../../../../functions/kafka/client/settings.ts';
import type { FetchLoop } from '../../../../../functions/kafka/worker/fetch/fetch-loop.ts';
import type { Membership } from '../../../../../functions/kafka/worker/group/membership.ts';
import { createTroubles } from '../../../../../functions/kafka/worker/watch/troubles.ts';
import { startWatching } from '../../../../../functions/kafka/worker/watch/watch-worker.ts';
import { createManualClock } from '../../../../manual-clock.ts';
import { createHandLanes } from './hand-lanes.ts';

it('restarts nothing while there is nothing to fetch, as when all lanes are full of what waits', async () => {
  const clock = createManualClock();
  const counted: string[] = [];
  let answeredAt = clock.now();
  const loop: Partial<FetchLoop> = {
    pump: () => {
      answeredAt = clock.now();
    },
    answeredAt: () => answeredAt,
    restart: () => {},
  };
  const membership: Partial<Membership> = { heardAt: () => clock.now(), restart: () => {} };
  startWatching({
    settings: kafkaSettings({ KAFKA_BROKERS: 'localhost:9092' }),
    clock,
    lanes: createHandLanes().lanes,
    loop: loop as FetchLoop, // no more of it is called
    membership: membership as Membership, // nor of this
    troubles: createTroubles(clock, () => {}),
    count: (what) => void counted.push(what),
    log: () => {},
  });
  for (let seconds = 0; seconds < 300; seconds += 5) {
    clock.advance(5_000);
    await new Promise<void>((done) => setImmediate(done));
  }
  expect(counted).toEqual([]);
});
