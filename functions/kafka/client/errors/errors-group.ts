import type { KafkaErrorRow } from './errors-row.ts';

/** Groups, sizes and versions: what a broker answers about a request itself (protocol guide, "Error codes"). */
export const groupErrors = {
  'too-large': {
    kind: 'too-large',
    sentence: 'A record or a request is larger than the broker takes',
    causes: ['message.max.bytes, or the topic’s max.message.bytes, is lower', 'the service has a lower limit'],
    fix: 'put large data into a blob and send its address, or raise max.message.bytes on the topic',
    retriable: false,
  },
  'group-mismatch': {
    kind: 'group',
    sentence: 'The group’s other members use another protocol',
    causes: ['another application has the same group id', 'members of two releases are in it'],
    fix: 'give each application its own KAFKA_GROUP',
    retriable: false,
  },
  'bad-session-timeout': {
    kind: 'group',
    sentence: 'The broker takes no session time-out like this',
    causes: ['it is not between group.min.session.timeout.ms and group.max.session.timeout.ms'],
    fix: 'set session.timeout.ms into the broker’s range',
    retriable: false,
  },
  'group-full': {
    kind: 'group',
    sentence: 'The group has as many members as it may have',
    causes: ['more workers than group.max.size allow', 'dead members whose session has not ended yet'],
    fix: 'start fewer workers: more than partitions have nothing to do',
    retriable: true,
  },
  'bad-group-id': {
    kind: 'group',
    sentence: 'The broker takes no group of this name',
    causes: ['KAFKA_GROUP is empty or too long for the service'],
    fix: 'set KAFKA_GROUP to a name of at most 249 characters',
    retriable: false,
  },
  'member-fenced': {
    kind: 'group',
    sentence: 'The group has given this member’s place away',
    causes: [
      'its heartbeats came too late for session.timeout.ms',
      'a rebalance went on without it',
      'another process has the same group.instance.id',
    ],
    fix: 'wait: the worker joins again; if it repeats, look for what holds up the process',
    retriable: true,
  },
  rebalancing: {
    kind: 'group',
    sentence: 'The group is sharing out its partitions',
    causes: ['a member came, went or died', 'topics or partitions were added'],
    fix: 'wait: the worker joins again',
    retriable: true,
  },
  'coordinator-not-available': {
    kind: 'group',
    sentence: 'The group has no coordinator at the moment',
    causes: ['the coordinator’s broker was restarted or has died', '__consumer_offsets has no leader'],
    fix: 'wait; if it lasts, look at the partitions of __consumer_offsets',
    retriable: true,
  },
  'producer-fenced': {
    kind: 'other',
    sentence: 'The broker takes nothing more from this producer',
    causes: [
      'an earlier request of the producer was lost on the way',
      'the broker has forgotten the producer (producer.id.expiration.ms)',
      'another process has the same transactional.id',
    ],
    fix: 'wait: the publisher goes on as a new producer; a program with a transactional.id wants one of its own for each process',
    retriable: true,
  },
  'unsupported-compression': {
    kind: 'unsupported',
    sentence: 'The compression is not supported',
    causes: ['the broker is older than the compression', 'the service takes gzip or none only', 'the data is damaged'],
    fix: 'set compression.type to gzip or none',
    retriable: false,
  },
  'unsupported-version': {
    kind: 'unsupported',
    sentence: 'The broker does not speak a version of the protocol that is needed',
    causes: ['the broker is too old or the service lacks the request', 'the broker is newer than the client'],
    fix: 'use a Kafka from 3.5 on, or leave the feature that needs the request',
    retriable: false,
  },
  'policy-violation': {
    kind: 'unsupported',
    sentence: 'The service does not allow the request',
    causes: ['a policy of the cluster', 'commits or requests faster than the service allows'],
    fix: 'read what the broker says, and set KAFKA_PRESET to the service’s name, which sets its limits',
    retriable: true,
  },
} as const satisfies Record<string, KafkaErrorRow>;
