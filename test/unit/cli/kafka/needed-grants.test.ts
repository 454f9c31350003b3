import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { grantText } from '../../../../cli/kafka/grant.ts';
import { kafkaLines, rpkLines } from '../../../../cli/kafka/grant-lines.ts';
import { kafkaNames, neededGrants, neededTopics } from '../../../../cli/kafka/needed-grants.ts';
import { route } from '../../../../shared/routing/route.ts';
import { defineRoutes } from '../../../../shared/routing/table.ts';

const schema = z.unknown();
const handle = async () => {};
const place = route({
  name: 'place',
  on: ['order.placed', 'order.changed'],
  schema,
  handle,
  emits: ['order.shipped', 'mail.sent'],
});
const textsOf = (table: Parameters<typeof neededGrants>[0], env: Record<string, string> = {}) =>
  neededGrants(table, kafkaNames(env)).map(grantText);

describe('the router’s least grants', () => {
  it('are on the default topic, the dead-letter topic and the group where the table has no topics', () => {
    expect(textsOf(defineRoutes([place]))).toEqual([
      'Read on the topic orders',
      'Write on the topic orders',
      'Write on the topic orders.dead-letters',
      'Read on the group waybill',
    ]);
  });

  it('read the topics of types that routes want, write those of types that they emit, and nothing else', () => {
    const topics = { placed: { types: ['order.placed'] }, shipped: { types: ['order.shipped', 'mail.sent'] } };
    expect(textsOf(defineRoutes([place], { topics }))).toEqual([
      'Read on the topic orders',
      'Write on the topic orders',
      'Read on the topic placed',
      'Write on the topic shipped',
      'Write on the topic orders.dead-letters',
      'Read on the group waybill',
    ]);
  });

  it('name the default topic once where the table has types for it', () => {
    const table = defineRoutes([place], { topics: { orders: { types: ['order.placed', 'order.shipped'] } } });
    expect(textsOf(table).filter((text) => text.endsWith(' orders'))).toEqual([
      'Read on the topic orders',
      'Write on the topic orders',
    ]);
  });

  it('follow the worker’s environment', () => {
    const env = { KAFKA_TOPIC: 'shop', KAFKA_TOPICS: 'a, shop,,b', KAFKA_GROUP: 'g', KAFKA_DEAD_LETTER_TOPIC: 'dead' };
    expect(textsOf(defineRoutes([place]), env)).toEqual([
      'Read on the topic shop',
      'Write on the topic shop',
      'Read on the topic a',
      'Read on the topic b',
      'Write on the topic dead',
      'Read on the group g',
    ]);
  });

  it('name each topic that has to be there once', () => {
    const grants = neededGrants(defineRoutes([place]), kafkaNames({}));
    expect(neededTopics(grants)).toEqual(['orders', 'orders.dead-letters']);
  });
});

describe('the lines that make grants', () => {
  const grants = neededGrants(defineRoutes([place]), kafkaNames({ KAFKA_GROUP: 'it’s' }));
  const target = { principal: 'User:CN=a b', brokers: 'localhost:9092', config: 'admin.properties' };

  it('are one for each resource, with words that a shell takes as they are', () => {
    const start =
      "kafka-acls.sh --bootstrap-server localhost:9092 --command-config admin.properties --add --allow-principal 'User:CN=a b'";
    expect(kafkaLines(grants, target)).toEqual([
      `${start} --operation Read --operation Write --topic orders`,
      `${start} --operation Write --topic orders.dead-letters`,
      `${start} --operation Read --group 'it’s'`,
    ]);
  });

  it('are the same for rpk, in its words', () => {
    expect(rpkLines(grants, { principal: 'User:waybill' })[0]).toBe(
      'rpk security acl create --allow-principal User:waybill --operation read,write --topic orders',
    );
    const [line] = rpkLines(
      [{ resource: 'cluster', pattern: 'literal', name: 'kafka-cluster', operation: 'DescribeConfigs', why: '' }],
      target,
    );
    expect(line).toBe("rpk security acl create --allow-principal 'User:CN=a b' --operation describe_configs --cluster");
  });

  it('say of a prefix that it is one', () => {
    const prefix = [{ resource: 'topic', pattern: 'prefixed', name: 'team.', operation: 'Read', why: '' }] as const;
    expect(kafkaLines(prefix, target)[0]).toMatch(/ --topic team\. --resource-pattern-type prefixed$/);
    expect(rpkLines(prefix, target)[0]).toMatch(/ --topic team\. --resource-pattern-type prefixed$/);
  });
});
