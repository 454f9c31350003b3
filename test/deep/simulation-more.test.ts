import { describeWorlds } from '../simulation/describe-worlds.ts';

describeWorlds(11_000, 10_000);
