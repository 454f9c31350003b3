import type { Preset } from './presets.ts';
import type { Source } from './source.ts';

export type Broker = { readonly host: string; readonly port: number };

/** The brokers of `bootstrap.servers`; one without a port listens on the preset's, or on 9092. Throws with a sentence when there is none. */
export function brokersFrom(source: Source, preset: Preset | undefined): readonly Broker[] {
  const where = source.where('bootstrap.servers');
  const texts = (source.get('bootstrap.servers') ?? '').split(',').map((text) => text.trim());
  const named = texts.filter((text) => text !== '');
  if (named.length === 0) throw new Error('KAFKA_BROKERS is not set: expected brokers such as localhost:9092');
  return named.map((text) => parseBroker(text, where, preset?.port ?? 9092));
}

/** The protocol in front, as in `SASL_SSL://host:9093`, is a listener's form, which Kafka's clients take as well. */
function parseBroker(text: string, where: string, port: number): Broker {
  const match = /^(?:[A-Za-z_]+:\/\/)?(\[[0-9A-Fa-f:.]+\]|[^\s:/@[\]]+)(?::(\d{1,5}))?$/.exec(text);
  const [, host = '', digits] = match ?? [];
  const number = digits === undefined ? port : Number(digits);
  if (match !== null && number > 0 && number < 65_536) return { host: host.replace(/^\[|\]$/g, ''), port: number };
  throw new Error(`${where} has ${JSON.stringify(shown(text))}: expected host:port, such as localhost:9092`);
}

/** Who puts a user's password before the host, as in a URL, is not shown it in a log. */
function shown(text: string): string {
  return text.replace(/.*@/, '…@');
}

/** As it stands in an address: IPv6 in brackets. */
export function toAddress({ host, port }: Broker): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
