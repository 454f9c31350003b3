import type { Contender } from '../contenders/contender.ts';
import type { Settings } from '../engines/report.ts';
import type { KafkaScale } from '../kafka/kafka-scale.ts';
import { SIZES } from '../workloads/cloudevents/cases.ts';

export const SEED = 20_261;

/** How much is measured: all of it in some twelve minutes, or a part in two that shows whether everything works. */
export type Scale = {
  readonly lots: number;
  readonly sizes: readonly number[];
  readonly settings: (contender: Contender) => Settings;
  readonly kafka: KafkaScale;
};

export const FULL: Scale = {
  lots: 20_000,
  sizes: SIZES,
  settings: ({ isLoop, warmUp }) => ({
    verify: isLoop ? 500 : 3_000,
    warmUp,
    round: isLoop ? 50 : 200,
    rounds: 5,
    limit: 60_000,
  }),
  kafka: { events: 1_000_000, rounds: 3, finishedClaims: 100_000, long: 5_000_000, sampleEvery: 100_000 },
};

export const QUICK: Scale = {
  lots: 2_000,
  sizes: [10, 100, 1_000],
  settings: ({ warmUp }) => ({ verify: 300, warmUp: warmUp / 4, round: 50, rounds: 3, limit: 10_000 }),
  kafka: { events: 20_000, rounds: 1, finishedClaims: 5_000, long: 60_000, sampleEvery: 5_000 },
};
