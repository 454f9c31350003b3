import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, type Certificate, createAuthority } from '../../local/broker/certificates.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';

export type SecureBroker = {
  readonly broker: Broker;
  readonly folder: string;
  /** Who signed the broker's certificates. */
  readonly authority: Authority;
  /** Somebody whom neither the broker nor its clients know. */
  readonly stranger: Authority;
  readonly waybill: Certificate;
  /** Names `waybill` as well, and comes from the stranger. */
  readonly rogue: Certificate;
  readonly expired: Certificate;
  readonly close: () => Promise<void>;
};

export const PASSWORD = 'correct-horse-battery';

/**
 * One broker that speaks every protocol. Two of its listeners have a certificate of their own: that of `scram-tls` has expired, and that of
 * `oauth-tls` is for another host. A session on `oauth` ends after a second and a half.
 */
export async function startSecureBroker(): Promise<SecureBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-secure-'));
  const authority = await createAuthority(join(folder, 'certificates'));
  const strangers = makeStranger(folder);
  const expired = await authority.issue('expired', { expired: true });
  const elsewhere = await authority.issue('elsewhere', { names: 'DNS:elsewhere.example' });
  const broker = await startBroker({
    folder,
    listeners: ['plaintext', 'tls', 'mtls', 'sasl-plaintext', 'sasl-tls', 'scram-tls', 'oauth', 'oauth-tls'],
    users: { admin: 'admin-secret', waybill: PASSWORD },
    extra: {
      'listener.name.scram_tls.ssl.keystore.location': expired.keystore,
      'listener.name.oauth_tls.ssl.keystore.location': elsewhere.keystore,
      'listener.name.oauth.oauthbearer.connections.max.reauth.ms': '1500',
    },
  });
  const close = async () => {
    await broker.close();
    await rm(folder, { recursive: true, force: true });
  };
  const waybill = await authority.issue('waybill');
  const { stranger, rogue } = await strangers;
  return { broker, folder, authority, stranger, waybill, rogue, expired, close };
}

/** Beside the others, since each certificate takes Java some seconds. */
async function makeStranger(folder: string) {
  const stranger = await createAuthority(join(folder, 'stranger'), 'Stranger');
  return { stranger, rogue: await stranger.issue('waybill') };
}
