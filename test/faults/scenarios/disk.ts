import { isAlive } from '../../../local/laptop/is-alive.ts';
import { until } from '../../until.ts';
import type { SmallDisk } from '../disk.ts';
import type { Played, Scenario } from '../prove.ts';
import { EVENTS, PATIENCE } from '../size.ts';
import type { Stage } from '../stage.ts';

export const SMALL = 24;
const LARGE = 512;

/** All events together are more than the disk takes. */
const PADDING = Math.ceil((1.5 * SMALL * 1_048_576) / EVENTS);

/** The broker's disk is full, of which it dies; room is made, and it is started again. */
export function diskScenario(disk: SmallDisk): Scenario {
  return { name: 'disk-full', play: (stage) => fill(stage, disk) };
}

async function fill(stage: Stage, disk: SmallDisk): Promise<Played> {
  const { broker } = stage;
  stage.startWorkers(2);
  void stage.send({ padding: PADDING });
  await until('the broker to die', () => !isAlive(broker.pid()), PATIENCE);
  const log = await broker.log();
  disk.grow(LARGE);
  await broker.restart();
  stage.heal();
  return { words: log.includes('No space left on device') ? [] : ['the broker died of something else'] };
}
