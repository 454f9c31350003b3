import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createKafkaPublisher } from '../../functions/kafka/client/publisher.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { describeIf } from '../skip.ts';
import { EVENT } from '../unit/functions/published-events.ts';
import { until } from '../until.ts';
import { type SecondBroker, startSecondBroker } from './kafka-second-broker.ts';
import { createWorld, sum, type TestWorker, textOf } from './kafka-worker-world.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const world = createWorld(() => first?.brokers ?? '');
let first: Broker | undefined;
let second: SecondBroker | undefined;

beforeAll(async () => {
  if ('missing' in kafka) return;
  first = await startBroker();
  // The group coordinators are all on the first broker: their topic is made before there is another.
  const topic = world.newName('early');
  await world.createTopic(topic);
  const early = await world.start({ group: topic, topics: [topic] });
  await until('a first member', () => early.status().ready);
  await world.closeAll();
  second = await startSecondBroker(first);
}, 120_000);
afterEach(world.closeAll, 30_000);
afterAll(async () => {
  await second?.close();
  await first?.close();
});

/** A topic of three partitions, of which the second broker has that in the middle and nobody else. */
async function createTopic(topic: string): Promise<void> {
  const assignments = [1, 2, 1].map((broker, partition) => ({ partition, brokers: [broker] }));
  await world.admin().createTopics({ topics: [topic], partitions: -1, replicas: -1, assignments });
  await until(`leaders of ${topic}`, () =>
    world
      .admin()
      .metadata({ topics: [topic], forceUpdate: true })
      .then(
        () => true,
        () => false,
      ),
  );
}

const event = (partition: number, id: string) => ({ partition, value: Buffer.from(id) });
const partitionsOf = (...workers: readonly TestWorker[]) =>
  workers.flatMap((worker) => worker.status().lanes.map(({ partition }) => partition)).toSorted();
const texts = (...workers: readonly TestWorker[]) => workers.flatMap(({ seen }) => seen.map(textOf)).toSorted();

describeIf(missing === '', missing)('a partition without a leader', () => {
  it('keeps nobody from joining, holds up itself alone, and goes on when its broker is back', async () => {
    const [topic, group] = [world.newName('leaderless'), world.newName('group')];
    await createTopic(topic);
    const old = await world.start({ group, topics: [topic] });
    await world.produce([event(0, 'a0'), event(1, 'a1'), event(2, 'a2')], topic);
    await until('what was there before', () => old.seen.length === 3);
    await until('its commit', async () => sum(await world.committed(group, topic)) === 3);
    await second?.kill9();
    await until('it says so', () => old.lines.some(({ code }) => code === 'leader-not-available'));

    const young = await world.start({ group, topics: [topic] });
    const stranger = await world.start({ group: world.newName('group'), topics: [topic] });
    await until('the new members', () => young.status().ready && stranger.status().ready, 20_000);
    await until('they share', () => young.status().lanes.length > 0 && partitionsOf(old, young).join() === '0,1,2');
    expect(old.status().ready).toBe(true);
    for (const worker of [old, young, stranger]) {
      await until('the place', () =>
        worker
          .status()
          .troubles.some((text) => text.includes(`The partition has no leader (topic ${topic}, partition 1)`)),
      );
    }
    await until('a group that is new', () => texts(stranger).join() === 'a0,a2');

    await second?.restart();
    await world.produce([event(1, 'c1')], topic);
    await until('all of it', () => texts(old, young).join() === 'a0,a1,a2,c1', 30_000);
    await until('all of it', () => texts(stranger).join() === 'a0,a1,a2,c1', 30_000);
    await until('the commits', async () => sum(await world.committed(group, topic)) === 4);
    await until('it is over', () =>
      [old, young, stranger].every(
        ({ status, lines }) =>
          status().troubles.length === 0 && lines.some(({ message }) => message === 'Kafka trouble is over'),
      ),
    );
  }, 180_000);

  it('lets what belongs to another partition be published, and says of which one it is that it has no leader', async () => {
    const topic = world.newName('leaderless');
    await createTopic(topic);
    const publish = createKafkaPublisher({ KAFKA_BROKERS: first?.brokers, KAFKA_TOPIC: topic });
    const attempt = (subject: string) =>
      publish([{ ...EVENT, id: subject, subject }]).then(
        () => 'written',
        ({ message }: Error) => message,
      );
    await second?.kill9();
    const words = `The partition has no leader (topic ${topic}`;
    await until('the election', async () => (await attempt('4')).includes(words), 30_000);
    // Of three partitions, Kafka's hash of these is 0, 2 and 1.
    const said = await Promise.all(['1', '2', '6'].map(attempt));
    expect(said).toEqual(['written', 'written', expect.stringContaining(words)]);
    await second?.restart();
    await until('the leader', async () => (await attempt('6')) === 'written', 30_000);
  }, 120_000);
});
