import type { KafkaErrorRow } from './errors-row.ts';

/** Grants, topics, leaders and offsets: what a broker answers about a topic or a group (protocol guide, "Error codes"). */
export const topicErrors = {
  'topic-not-permitted': {
    kind: 'authorization',
    sentence: 'The broker does not let this principal use the topic',
    causes: [
      'an ACL is missing: Read and Describe to read, Write and Describe to write',
      'the topic does not exist, which the broker hides from who may not describe it',
      'on Event Hubs, the Basic tier or a policy without Send or Listen',
    ],
    fix: 'grant it: `npx waybill kafka acls` prints the grants that the route table needs',
    retriable: false,
  },
  'group-not-permitted': {
    kind: 'authorization',
    sentence: 'The broker does not let this principal use the consumer group',
    causes: ['an ACL is missing: Read on the group', 'KAFKA_GROUP names another group than the grant'],
    fix: 'grant it: `npx waybill kafka acls` prints the grants that the route table needs',
    retriable: false,
  },
  'cluster-not-permitted': {
    kind: 'authorization',
    sentence: 'The broker does not let this principal do this to the cluster',
    causes: ['an ACL is missing: Describe, Alter or Create on the cluster'],
    fix: 'use an administrator’s principal for it, or grant the operation on the cluster',
    retriable: false,
  },
  'transaction-not-permitted': {
    kind: 'authorization',
    sentence: 'The broker does not let this principal use the transactional id',
    causes: ['an ACL is missing: Write on the transactional id'],
    fix: 'grant Write on the transactional id',
    retriable: false,
  },
  'no-authorizer': {
    kind: 'unsupported',
    sentence: 'The broker has no ACLs',
    causes: [
      'authorizer.class.name is not set',
      'the service has its own access control, as MSK with IAM and Event Hubs do',
    ],
    fix: 'set authorizer.class.name on the brokers, or use the service’s own access control',
    retriable: false,
  },
  'bad-topic-name': {
    kind: 'unknown-topic',
    sentence: 'Kafka takes no topic of this name',
    causes: ['it has other characters than letters, digits, ".", "_" and "-"', 'it is longer than 249 characters'],
    fix: 'choose another name for the topic',
    retriable: false,
  },
  'unknown-topic': {
    kind: 'unknown-topic',
    sentence: 'The cluster has no such topic or partition',
    causes: [
      'the name has a typing mistake, or the brokers are another cluster’s',
      'nobody made it, and brokers make none by themselves',
      'it was deleted, or made again with fewer partitions',
      'the principal may not describe it',
    ],
    fix: 'make the topic, or correct KAFKA_TOPIC or the route table’s topics',
    retriable: true,
  },
  'not-enough-replicas': {
    kind: 'leader',
    sentence: 'Too few replicas of the partition are in sync to write',
    causes: ['brokers are down', 'min.insync.replicas is as large as the replication factor', 'a replica is too slow'],
    fix: 'bring the missing brokers back, or set min.insync.replicas below the replication factor',
    retriable: true,
  },
  'leader-not-available': {
    kind: 'leader',
    sentence: 'The partition has no leader',
    causes: [
      'an election is under way, which takes seconds',
      'all brokers with a replica of it are down',
      'the listener is missing on the leader',
    ],
    fix: 'wait; if it lasts, bring back a broker that holds a replica of it',
    retriable: true,
  },
  'leader-moved': {
    kind: 'leader',
    sentence: 'The partition’s leader is another broker now',
    causes: ['a broker was restarted or has died', 'partitions are being reassigned'],
    fix: 'wait: the client asks for the new leader',
    retriable: true,
  },
  'no-committed-offset': {
    kind: 'offset',
    sentence: 'The group has committed no offset for the partition',
    causes: ['the group is new', 'its offsets have expired (offsets.retention.minutes)', 'partitions were added'],
    fix: 'set KAFKA_START to earliest or latest',
    retriable: false,
  },
  'offset-out-of-range': {
    kind: 'offset',
    sentence: 'The offset is not in the partition',
    causes: [
      'retention deleted the records before they were read',
      'the topic was deleted and made again',
      'the group’s offsets or the topic come from a backup',
    ],
    fix: 'go on from the earliest record that is left, and raise retention.ms or add workers if records were lost',
    retriable: false,
  },
} as const satisfies Record<string, KafkaErrorRow>;
