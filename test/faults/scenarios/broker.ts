import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from '../../../local/broker/start-broker.ts';
import type { Played, Scenario } from '../prove.ts';
import { EVENTS } from '../size.ts';
import type { Stage } from '../stage.ts';

/** What may happen to a broker. */
export const brokerScenarios: readonly Scenario[] = [
  { name: 'broker-killed', play: (stage) => amidWork(stage, killAndRestart) },
  { name: 'broker-frozen', play: (stage) => amidWork(stage, freeze) },
];

async function amidWork(stage: Stage, fault: (broker: Broker) => Promise<void>): Promise<Played> {
  stage.startWorkers(2);
  void stage.send();
  await stage.untilEnded(EVENTS / 10);
  await fault(stage.broker);
  stage.heal();
  return {};
}

async function killAndRestart(broker: Broker): Promise<void> {
  await broker.kill9();
  await broker.restart();
}

const FROZEN = 20_000;

async function freeze(broker: Broker): Promise<void> {
  broker.freeze();
  await delay(FROZEN);
  broker.thaw();
}
