import { check } from './check.ts';
import { CLOUDS, type CloudName } from './clouds/cloud.ts';
import { createCloud } from './clouds/create-cloud.ts';
import type { Counts } from './counts.ts';
import { redriveAll } from './redrive-all.ts';
import { startWork } from './workload.ts';
import { createWorld, type WorldOptions } from './world.ts';

/** What became of one seed's world. */
export type Report = {
  readonly seed: number;
  readonly cloud: CloudName;
  readonly findings: readonly string[];
  readonly counts: Counts;
};

const HOUR = 3_600_000;

/**
 * Lives through one world from its first event to its last: while there are faults, and until it is at rest; then, with what was broken
 * mended, through redrives of everything that ended as a dead letter, the last of them in peace. The same seed is the same world.
 */
export async function simulate(seed: number, options: WorldOptions = {}): Promise<Report> {
  const world = createWorld(seed, options);
  const cloud = CLOUDS[seed % CLOUDS.length] ?? 'pubsub';
  world.say(`seed ${seed} on ${cloud}`);
  world.now.cloud = createCloud(cloud, world);
  const { counts, findings, scheduler, find } = world;
  try {
    const work = startWork(world);
    counts.add('steps: all', await scheduler.run());
    world.now.isMended = true;
    for (const trouble of [world.random.pick([-1, HOUR]), -1]) {
      world.faults.goOn(trouble);
      await redriveAll(world);
      counts.add('steps: all', await scheduler.run());
    }
    await check(world, work);
  } catch (thrown) {
    find(`the simulation itself failed: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
  }
  counts.add('seeds: all');
  return { seed, cloud, findings, counts };
}
