import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { patience } from '../../../shared/delivery/patience.ts';
import { explainKafkaError, type KafkaTrouble, toTrouble } from './errors.ts';
import type { TlsSettings } from './settings/tls-settings.ts';
import type { KafkaSettings } from './settings.ts';

/**
 * What keeps a client with these settings from a broker (`host:port`) before its login, undefined where nothing does. It is for what the
 * client’s own errors do not tell: an alert of TLS 1.3, which comes when the handshake is over, and a listener that wants a login.
 */
export async function probeBroker(settings: KafkaSettings, broker: string): Promise<KafkaTrouble | undefined> {
  const trouble = await ask(settings, broker, settings.tls && tlsOf(settings.tls));
  if (trouble?.code !== 'connection-closed' || settings.tls === undefined) return trouble;
  // An alert may be lost when the connection is reset behind it; TLS 1.2 has it within the handshake.
  const second = await ask(settings, broker, { ...tlsOf(settings.tls), maxVersion: 'TLSv1.2' });
  return second?.kind === 'tls' ? second : trouble;
}

function tlsOf({ checkHost, material }: TlsSettings): ConnectionOptions {
  return { ...material(), ...(checkHost ? {} : { checkServerIdentity: () => undefined }) };
}

/** Every listener with SASL answers an unknown mechanism with those that it has, and every other one that it has none. */
async function ask(
  settings: KafkaSettings,
  broker: string,
  tls: ConnectionOptions | undefined,
): Promise<KafkaTrouble | undefined> {
  const { Connection, saslHandshakeV1 } = await import('@platformatic/kafka');
  const [host, port] = addressOf(broker);
  const time = { connectTimeout: patience.connect, requestTimeout: patience.connect };
  const connection = new Connection(settings.clientId, {
    ...time,
    ...(tls && { tls, tlsServerName: isIP(host) === 0 }),
  });
  const heard: unknown[] = [];
  connection.on('error', (error) => heard.push(error));
  try {
    await connection.connect(host, port);
    await saslHandshakeV1.api.async(connection, 'WAYBILL-PROBE');
    return undefined;
  } catch (error) {
    return judge(settings, broker, new AggregateError([...heard, error]));
  } finally {
    await connection.close();
  }
}

function judge(settings: KafkaSettings, broker: string, cause: AggregateError): KafkaTrouble | undefined {
  const found = explainKafkaError(cause);
  const place = { ...found.place, broker };
  const tell = (code: KafkaTrouble['code'], words = '') => toTrouble(code, { place, words, cause });
  const { mechanisms = [] } = found.place;
  switch (found.code) {
    case 'login-not-wanted':
      return settings.sasl === undefined ? undefined : tell('login-not-wanted');
    case 'mechanism-not-enabled':
      if (settings.sasl === undefined) return tell('login-wanted');
      return mechanisms.includes(onWire(settings.sasl.mechanism)) ? undefined : tell('mechanism-not-enabled');
    // Java’s brokers send the same alert to who sends no certificate and to who sends one that they cannot read.
    case 'client-certificate-needed':
      return tell(settings.tls?.certificate === undefined ? found.code : 'client-certificate-refused');
    default:
      return tell(found.code, found.words);
  }
}

/** MSK's mechanism is one of tokens. */
function onWire(mechanism: string): string {
  return mechanism === 'AWS_MSK_IAM' ? 'OAUTHBEARER' : mechanism;
}

function addressOf(broker: string): [host: string, port: number] {
  const [, host = broker, port = '9092'] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(broker) ?? [];
  return [host, Number(port)];
}
