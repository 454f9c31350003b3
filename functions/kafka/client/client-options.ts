import type { BaseOptions } from '@platformatic/kafka';
import { patience } from '../../../shared/delivery/patience.ts';
import { saslOptions } from './login/sasl-options.ts';
import { sendsNames, tlsOptions } from './login/tls-options.ts';
import type { KafkaSettings } from './settings.ts';

/** For a connection and all that proves who we are, which may ask another service for a token: what Kafka's own clients take, in milliseconds. */
const CONNECT = 10_000;

/** What every client of @platformatic/kafka is made with. */
export type ClientOptions = Pick<
  BaseOptions,
  'clientId' | 'connectTimeout' | 'requestTimeout' | 'retries' | 'retryDelay' | 'tls' | 'tlsServerName' | 'sasl'
> & { readonly bootstrapBrokers: string[] };

/**
 * The options for `new Admin`, `new Producer` or `new Consumer`: `{ ...options, … }`. Certificates, passwords and tokens are read again by
 * them for each connection. Rejects, with the line that installs it, when a mechanism needs a package that is not there.
 */
export async function clientOptions(settings: KafkaSettings): Promise<ClientOptions> {
  const sasl = settings.sasl && (await saslOptions(settings.sasl, settings.protocol));
  return {
    clientId: settings.clientId,
    bootstrapBrokers: [...settings.brokers],
    connectTimeout: CONNECT,
    requestTimeout: settings.limits.requestTimeout,
    retries: patience.tries - 1,
    retryDelay: patience.pause,
    ...(settings.tls && { tls: tlsOptions(settings.tls), tlsServerName: sendsNames(settings.brokers) }),
    ...(sasl && { sasl }),
  };
}
