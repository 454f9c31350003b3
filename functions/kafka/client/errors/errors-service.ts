import type { KafkaErrorRow } from './errors-row.ts';

/** The service itself: disk, time and network. */
export const serviceErrors = {
  'disk-failed': {
    kind: 'disk',
    sentence: 'The broker cannot write to its disk',
    causes: ['the disk is full', 'the disk has failed', 'the log directory was removed or is read-only'],
    fix: 'free or add disk space on the broker or lower retention.bytes, then restart the broker if it has ended',
    retriable: true,
  },
  'damaged-record': {
    kind: 'other',
    sentence: 'A record is damaged or not valid',
    causes: [
      'the data was changed on the way or on the disk',
      'a compacted topic needs a key',
      'the timestamp is out of range',
    ],
    fix: 'look at the record with kafka-dump-log, and at the topic’s settings',
    retriable: false,
  },
  throttled: {
    kind: 'timeout',
    sentence: 'The broker’s quota is used up',
    causes: ['the client is over its quota', 'many clients share one principal'],
    fix: 'send less at once, or raise the quota',
    retriable: true,
  },
  'request-timed-out': {
    kind: 'timeout',
    sentence: 'The broker took the connection, and did not answer in time',
    causes: ['the broker is overloaded or frozen', 'replicas are too slow for acks=all', 'the network loses packets'],
    fix: 'look at the broker’s load and garbage collection; raise request.timeout.ms if it is far away',
    retriable: true,
  },
  'connect-timed-out': {
    kind: 'timeout',
    sentence: 'The broker cannot be reached in time',
    causes: [
      'a firewall, security group or network policy drops the packets',
      'the broker advertises an address that is not reachable from here',
      'the broker’s machine is down or frozen',
    ],
    fix: 'open the port from here to each address that the brokers advertise',
    retriable: true,
  },
  'connection-refused': {
    kind: 'network',
    sentence: 'Nothing listens at the broker’s address',
    causes: [
      'the broker is down or still starting',
      'the port is wrong',
      'the broker advertises another address (advertised.listeners)',
    ],
    fix: 'start the broker, or correct KAFKA_BROKERS or its advertised.listeners',
    retriable: true,
  },
  'host-not-found': {
    kind: 'network',
    sentence: 'The broker’s host name is not known here',
    causes: [
      'the broker advertises a name that is known only where it runs, such as that of a container',
      'KAFKA_BROKERS has a typing mistake',
      'DNS is down',
    ],
    fix: 'correct KAFKA_BROKERS or the broker’s advertised.listeners, so that each name resolves here',
    retriable: true,
  },
  'host-unreachable': {
    kind: 'network',
    sentence: 'There is no route to the broker',
    causes: ['the broker is in another network', 'the VPN, peering or private link is down'],
    fix: 'connect the two networks',
    retriable: true,
  },
  'connection-closed': {
    kind: 'network',
    sentence: 'The broker closed the connection',
    causes: [
      'the listener wants SASL or a client certificate, and says so only by closing',
      'the client speaks plaintext to a TLS listener, or SASL to one without',
      'the broker was restarted or has died',
      'a load balancer or the service closes idle connections',
    ],
    fix: 'check security.protocol, sasl.mechanism and the port against the listener; then read the broker’s log',
    retriable: true,
  },
  'client-closed': {
    kind: 'other',
    sentence: 'The Kafka client was closed meanwhile',
    causes: ['the process is shutting down'],
    fix: 'do nothing where the process is being stopped',
    retriable: false,
  },
  'not-accepted': {
    kind: 'other',
    sentence: 'The Kafka client does not accept the call',
    causes: ['a setting is out of its range', 'a fault in this program'],
    fix: 'correct the setting that is named',
    retriable: false,
  },
  unknown: {
    kind: 'other',
    sentence: 'Kafka failed in a way that this table does not know',
    causes: ['a fault of the broker', 'a fault of the client'],
    fix: 'read what came with it, and the broker’s log',
    retriable: true,
  },
} as const satisfies Record<string, KafkaErrorRow>;
