import type { Properties } from './properties.ts';

/** What a service is known to take, and what it refuses. */
export type Preset = {
  readonly port: number;
  /** By Kafka's own names; a file and the environment may say otherwise. */
  readonly defaults: Properties;
  /** For a broker's port: what listens there. */
  readonly ports?: Readonly<Record<number, Properties>>;
  /** Whether the service listens on no other port. */
  readonly onlyPorts?: boolean;
  /** The service's own limits, by Kafka's names: `[least, most]`. */
  readonly bounds?: Readonly<Record<string, readonly [number, number]>>;
  readonly compressions?: readonly string[];
  /** In characters. */
  readonly groupIdMax?: number;
};

export type PresetName = keyof typeof PRESETS;

const TLS = { 'security.protocol': 'SSL' };
const SCRAM = { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'SCRAM-SHA-512' };
const IAM = { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'AWS_MSK_IAM' };
const PLAIN = { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'PLAIN' };

/**
 * Amazon MSK developer guide, "Port information"; Azure Event Hubs, "Apache Kafka client configurations" and "Quotas"; Confluent Cloud,
 * "Client configuration"; Redpanda, "Kafka compatibility". None of them could be reached from a test: these are their documents' words.
 */
export const PRESETS = {
  msk: {
    port: 9094,
    defaults: TLS,
    ports: {
      9092: { 'security.protocol': 'PLAINTEXT' },
      9094: TLS,
      9194: TLS,
      9096: SCRAM,
      9196: SCRAM,
      9098: IAM,
      9198: IAM,
    },
  },
  'msk-serverless': { port: 9098, defaults: IAM, ports: { 9098: IAM }, onlyPorts: true },
  confluent: { port: 9092, defaults: PLAIN },
  redpanda: { port: 9092, defaults: {} },
  'event-hubs': {
    port: 9093,
    defaults: {
      ...PLAIN,
      'sasl.username': '$ConnectionString',
      'request.timeout.ms': '60000',
      'session.timeout.ms': '30000',
      'max.request.size': '1046527',
    },
    ports: { 9093: { 'security.protocol': 'SASL_SSL' } },
    onlyPorts: true,
    bounds: {
      'request.timeout.ms': [60_000, Number.POSITIVE_INFINITY],
      'session.timeout.ms': [30_000, 300_000],
      'max.request.size': [1, 1_046_527],
      // It takes four commits a second for a partition.
      'auto.commit.interval.ms': [250, Number.POSITIVE_INFINITY],
    },
    compressions: ['none', 'gzip'],
    groupIdMax: 256,
  },
} as const satisfies Readonly<Record<string, Preset>>;
