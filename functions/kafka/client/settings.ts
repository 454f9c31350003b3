import type { Env } from '../../../shared/delivery/embedded/env.ts';
import { nearest } from '../../../shared/routing/match/nearest.ts';
import { type Broker, brokersFrom, toAddress } from './settings/brokers.ts';
import { checkPlaces } from './settings/check-places.ts';
import { type Limits, limitsFrom } from './settings/limits.ts';
import { PRESETS, type Preset, type PresetName } from './settings/presets.ts';
import type { Properties } from './settings/properties.ts';
import { type Protocol, protocolFrom } from './settings/protocol.ts';
import { type SaslSettings, saslFrom } from './settings/sasl-settings.ts';
import { readSource } from './settings/source.ts';
import { type TlsSettings, tlsFrom } from './settings/tls-settings.ts';

/** How Kafka is reached. Secrets are functions in it, so that it can be shown, and so that they are as they are now. */
export type KafkaSettings = {
  /** `host:port`. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly protocol: Protocol;
  readonly preset?: PresetName;
  readonly tls?: TlsSettings;
  readonly sasl?: SaslSettings;
  readonly limits: Limits;
};

/** What only the cloud that this runs in can supply. */
export type SettingsOptions = {
  /** A text from its secret store, by its name there: for KAFKA_SECRET. */
  readonly secret?: ((name: string) => Promise<string>) | undefined;
};

/**
 * Kafka's settings by Kafka's own names: the preset of KAFKA_PRESET, over it the .properties file of KAFKA_PROPERTIES, over it the
 * environment (`sasl.mechanism` is KAFKA_SASL_MECHANISM). Throws one sentence on what is missing, contradictory, refused or not there.
 */
export function kafkaSettings(env: Env, { secret }: SettingsOptions = {}): KafkaSettings {
  const name = presetFrom(env);
  const preset: Preset | undefined = name && PRESETS[name];
  const brokers = brokersFrom(readSource(env), preset);
  const read = () => readSource(env, defaultsFor(brokers, preset));
  const source = read();
  const protocol = protocolFrom(source);
  const hosts = brokers.map(({ host }) => host);
  const settings: KafkaSettings = {
    brokers: brokers.map(toAddress),
    clientId: source.get('client.id') ?? 'waybill',
    protocol,
    ...(name === undefined ? {} : { preset: name }),
    ...(protocol.endsWith('SSL') ? { tls: tlsFrom(read) } : {}),
    ...(protocol.startsWith('SASL') ? { sasl: saslFrom({ read, hosts, secret }) } : {}),
    limits: limitsFrom(source, preset),
  };
  checkPlaces(brokers, settings, preset);
  checkUser(settings, env);
  return settings;
}

function presetFrom({ KAFKA_PRESET: given }: Env): PresetName | undefined {
  if (given === undefined || given === '') return undefined;
  if (isPreset(given)) return given;
  const names = Object.keys(PRESETS);
  const meant = nearest(given, names);
  const hint = meant === undefined ? '' : `; is ${meant} meant?`;
  throw new Error(`KAFKA_PRESET is ${JSON.stringify(given)}: expected one of ${names.join(', ')}${hint}`);
}

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** What the preset says of the port goes before what it says of them all. */
function defaultsFor([first]: readonly Broker[], preset: Preset | undefined): Properties {
  return { ...preset?.defaults, ...(first && preset?.ports?.[first.port]) };
}

const CONNECTION_STRING = '$ConnectionString';

function checkUser({ preset, sasl }: KafkaSettings, env: Env): void {
  if (preset !== 'event-hubs' || sasl?.mechanism !== 'PLAIN' || env.KAFKA_SECRET) return;
  if (sasl.user === CONNECTION_STRING) return;
  throw new Error(
    `The user for Event Hubs is ${JSON.stringify(sasl.user)}: expected ${CONNECTION_STRING}, that very word, and the connection string as the password`,
  );
}
