import { describeWorlds } from '../simulation/describe-worlds.ts';

// The other half of 20,000 is in simulation-more.test.ts, so that each core has one.
describeWorlds(1_000, 10_000);
