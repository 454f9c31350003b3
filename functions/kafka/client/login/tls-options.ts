import { isIP } from 'node:net';
import { type ConnectionOptions, createSecureContext, type SecureContext } from 'node:tls';
import type { TlsSettings } from '../settings/tls-settings.ts';

/**
 * Options for `tls.connect`, which the client spreads anew for each connection: the context is made again when a certificate, a key or a
 * password has changed in its file. While a file is half written, or gone, the last that was of use stays.
 */
export function tlsOptions({ checkHost, material }: TlsSettings): ConnectionOptions {
  let [seen, context] = made(material());
  const renew = (): SecureContext => {
    try {
      const now = material();
      if (!isSame(now, seen)) [seen, context] = made(now);
    } catch {
      // To throw here would end the process, since the client connects in a callback: the broker says what it thinks of the old ones.
    }
    return context;
  };
  return {
    get secureContext() {
      return renew();
    },
    ...(checkHost ? {} : { checkServerIdentity: () => undefined }),
  };
}

type Material = ReturnType<TlsSettings['material']>;

function made(material: Material): [Material, SecureContext] {
  return [material, createSecureContext(material)];
}

function isSame(one: Material, other: Material): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether the hosts are names, which TLS tells the broker (RFC 6066, section 3) and many a service asks for; addresses it must not. */
export function sendsNames(brokers: readonly string[]): boolean {
  return brokers.every((broker) => isIP(broker.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')) === 0);
}
