import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readAcls } from '../../cli/kafka/cluster-acls.ts';
import { grantText } from '../../cli/kafka/grant.ts';
import { kafkaLines } from '../../cli/kafka/grant-lines.ts';
import { kafkaNames, neededGrants } from '../../cli/kafka/needed-grants.ts';
import { teamGrants } from '../../cli/kafka/team-grants.ts';
import { createKafkaPublisher } from '../../functions/kafka/client/publisher.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { routes } from '../../shared/routes.ts';
import { describeIf } from '../skip.ts';
import { EVENT } from '../unit/functions/published-events.ts';
import { until } from '../until.ts';
import { outcomeOf, startAclWorld } from './kafka-acls-world.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
let world: Awaited<ReturnType<typeof startAclWorld>>;

beforeAll(async () => {
  if (missing === '') world = await startAclWorld(['marketing', 'engineering', 'alice', 'waybill', 'scratch']);
}, 120_000);
afterAll(() => world?.close());

describeIf(missing === '', missing)('teams on one cluster', () => {
  beforeAll(async () => {
    await world.makeTopics(['customer_feedback', 'system_logs']);
    const teams = {
      marketing: { reads: ['customer_feedback'] },
      engineering: { writes: ['system_logs'] },
      admins: { principals: ['User:alice'], all: true },
    };
    for (const { principal, grants } of teamGrants(teams)) await world.grant(principal, grants);
    for (const topic of ['customer_feedback', 'system_logs']) await world.write('alice', topic);
  }, 60_000);

  const newTopic = (user: string) =>
    world.asUser(user, (admin) => admin.createTopics({ topics: [`${user}-new`], partitions: 1, replicas: 1 }));

  const cases: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['marketing reads customer_feedback', () => world.read('marketing', 'customer_feedback'), 'yes'],
    [
      'marketing reads in a group of its own',
      () => world.read('marketing', 'customer_feedback', 'marketing.reports'),
      'yes',
    ],
    ['marketing writes customer_feedback', () => world.write('marketing', 'customer_feedback'), 'topic-not-permitted'],
    ['marketing reads system_logs', () => world.read('marketing', 'system_logs'), 'topic-not-permitted'],
    ['marketing writes system_logs', () => world.write('marketing', 'system_logs'), 'topic-not-permitted'],
    [
      'marketing reads in another team’s group',
      () => world.read('marketing', 'customer_feedback', 'engineering'),
      'group-not-permitted',
    ],
    ['marketing makes a topic', () => newTopic('marketing'), 'topic-not-permitted'],
    ['marketing looks at the rules', () => world.asUser('marketing', readAcls), 'cluster-not-permitted'],
    ['engineering writes system_logs', () => world.write('engineering', 'system_logs'), 'yes'],
    ['engineering reads system_logs', () => world.read('engineering', 'system_logs'), 'group-not-permitted'],
    [
      'engineering writes customer_feedback',
      () => world.write('engineering', 'customer_feedback'),
      'topic-not-permitted',
    ],
    [
      'engineering reads customer_feedback',
      () => world.read('engineering', 'customer_feedback'),
      'group-not-permitted',
    ],
    ['an admin reads customer_feedback', () => world.read('alice', 'customer_feedback'), 'yes'],
    ['an admin writes system_logs', () => world.write('alice', 'system_logs'), 'yes'],
    ['an admin makes a topic', () => newTopic('alice'), 'yes'],
    ['an admin looks at the rules', () => world.asUser('alice', readAcls), 'yes'],
    ['a stranger to all teams writes system_logs', () => world.write('scratch', 'system_logs'), 'topic-not-permitted'],
  ];
  it.each(cases)('%s', async (_name, attempt, expected) => expect(await outcomeOf(attempt())).toBe(expected), 60_000);
});

describeIf(missing === '', missing)('the router’s least grants', () => {
  const grants = neededGrants(routes, kafkaNames({}));
  /** All that a worker and its publisher do with a cluster. */
  const work = async () => {
    await world.write('waybill', 'orders');
    await world.write('waybill', 'orders', { idempotent: true });
    await world.write('waybill', 'orders.dead-letters');
    await world.read('waybill', 'orders');
    await world.asUser('waybill', (admin) => admin.listConsumerGroupOffsets({ groups: ['waybill'] }));
    const partitions = [{ partitionIndex: 0, timestamp: -1n }];
    await world.asUser('waybill', (admin) => admin.listOffsets({ topics: [{ name: 'orders', partitions }] }));
  };

  beforeAll(async () => {
    await world.makeTopics(['orders', 'orders.dead-letters']);
    await world.grant('User:waybill', grants);
  }, 60_000);

  it('are enough', async () => expect(await outcomeOf(work())).toBe('yes'), 60_000);

  it.each(grants.map((one) => [grantText(one), one] as const))(
    'need %s',
    async (_text, one) => {
      await world.revoke('User:waybill', one);
      await until('no such grant', async () => (await world.findings('User:waybill', grants)).length === 1);
      expect(await world.findings('User:waybill', grants)).toMatchObject([{ kind: 'missing', needs: [one] }]);
      expect(await outcomeOf(work())).toMatch(/^(topic|group)-not-permitted$/);
      await world.grant('User:waybill', grants);
    },
    60_000,
  );

  it('are what a publisher without them is told to ask for', async () => {
    const publish = createKafkaPublisher({ ...world.envOf('scratch'), KAFKA_TOPIC: 'orders' });
    await expect(publish([EVENT])).rejects.toThrow(
      'The broker does not let this principal use the topic (topic orders',
    );
  }, 60_000);

  it('are just those that a check expects', async () =>
    expect(await world.findings('User:waybill', grants)).toEqual([]));

  it('are what Kafka’s own tool makes of the lines that are printed', async () => {
    const lines = kafkaLines(grants, { principal: 'User:scratch', brokers: 'b:1', config: 'c' });
    for (const line of lines) await world.tool(...line.split(' ').slice(5));
    await until('the grants', async () => (await world.findings('User:scratch', grants)).length === 0);
  }, 60_000);

  it('are broken by a denial for everybody, and a check names it', async () => {
    const denial = ['--deny-principal', 'User:*', '--operation', 'Describe', '--topic', 'ord'];
    const prefix = ['--resource-pattern-type', 'prefixed'];
    await world.tool('--add', ...denial, ...prefix);
    const kinds = async () => (await world.findings('User:waybill', grants)).map(({ kind }) => kind);
    await until('the denial', async () => (await kinds()).length > 0);
    expect(await kinds()).toEqual(['denied', 'denied', 'denied']);
    expect(await outcomeOf(work())).toBe('topic-not-permitted');
    await world.tool('--remove', '--force', ...denial, ...prefix);
    await until('no denial', async () => (await world.findings('User:waybill', grants)).length === 0);
  }, 60_000);
});
