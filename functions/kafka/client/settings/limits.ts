import type { Preset } from './presets.ts';
import type { Source } from './source.ts';

/** How much and how often, in milliseconds and bytes. */
export type Limits = {
  /** Between two commits of one partition. */
  readonly commitEvery: number;
  readonly requestTimeout: number;
  readonly sessionTimeout: number;
  readonly heartbeatInterval: number;
  readonly rebalanceTimeout: number;
  readonly maxRequestBytes: number;
  readonly compression: Compression;
  /** What is published carries a number, by which a broker knows what it has already. */
  readonly idempotent: boolean;
  /** In characters, where the service says so. */
  readonly groupIdMax?: number;
};

export type Compression = (typeof COMPRESSIONS)[number];

const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/**
 * The limits by Kafka's own names; what it has none for is not one. A session is shorter than in Kafka's Java client, since heartbeats
 * wait for no handler here. Throws with a sentence on what is no number, and on what the preset's service does not take.
 */
export function limitsFrom(source: Source, preset: Preset | undefined): Limits {
  const number = (name: string, fallback: number) => withinBounds(source, name, { fallback, preset });
  const sessionTimeout = number('session.timeout.ms', 20_000);
  const limits = {
    commitEvery: number('auto.commit.interval.ms', 1_000),
    requestTimeout: number('request.timeout.ms', 30_000),
    sessionTimeout,
    heartbeatInterval: number('heartbeat.interval.ms', Math.min(3_000, Math.floor(sessionTimeout / 3))),
    rebalanceTimeout: number('max.poll.interval.ms', 60_000),
    maxRequestBytes: number('max.request.size', 1_048_576),
    compression: compressionFrom(source, preset),
    idempotent: idempotentFrom(source),
  };
  checkHeartbeat(source, limits);
  return preset?.groupIdMax === undefined ? limits : { ...limits, groupIdMax: preset.groupIdMax };
}

type Bound = { readonly fallback: number; readonly preset: Preset | undefined };

function withinBounds(source: Source, name: string, { fallback, preset }: Bound): number {
  const text = source.get(name);
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new Error(`${source.where(name)} is ${JSON.stringify(text)}: expected a whole number above 0`);
  }
  const [value, [least, most]] = [Number(text), preset?.bounds?.[name] ?? [1, 2 ** 31 - 1]];
  if (value >= least && value <= most) return value;
  const range = Number.isFinite(most) ? `from ${least} to ${most}` : `${least} or more`;
  throw new Error(`${source.where(name)} is ${text}: expected ${range}, which is what the service takes`);
}

function compressionFrom(source: Source, preset: Preset | undefined): Compression {
  const name = 'compression.type';
  const allowed = COMPRESSIONS.filter((one) => preset?.compressions?.includes(one) ?? true);
  const text = source.get(name) ?? 'none';
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new Error(`${source.where(name)} is ${JSON.stringify(text)}: expected one of ${allowed.join(', ')}`);
}

/** With IAM it needs a right on the cluster that a role for one topic has not, so that it must be asked for. */
function idempotentFrom(source: Source): boolean {
  const name = 'enable.idempotence';
  const text = source.get(name) ?? String(source.get('sasl.mechanism') !== 'AWS_MSK_IAM');
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error(`${source.where(name)} is ${JSON.stringify(text)}: expected true or false`);
}

function checkHeartbeat(source: Source, { heartbeatInterval, sessionTimeout }: Limits): void {
  if (heartbeatInterval * 3 <= sessionTimeout) return;
  throw new Error(
    `${source.where('heartbeat.interval.ms')} is ${heartbeatInterval}: expected at most a third of session.timeout.ms, which is ${sessionTimeout}`,
  );
}
