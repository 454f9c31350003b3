import { nearest } from '../../../../shared/routing/match/nearest.ts';
import { type Credentials, credentialsFrom, type ReadSecret } from './credentials.ts';
import { type IamSettings, iamFrom } from './iam-settings.ts';
import { type KerberosSettings, kerberosFrom } from './kerberos-settings.ts';
import { type OauthSettings, oauthFrom } from './oauth-settings.ts';
import type { Source } from './source.ts';

export type SaslSettings =
  | {
      readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
      /** For a description: the user's name, or where it stands. */
      readonly user: string;
      /** As they are now. */
      readonly credentials: () => Promise<Credentials>;
    }
  | ({ readonly mechanism: 'OAUTHBEARER' } & OauthSettings)
  | ({ readonly mechanism: 'AWS_MSK_IAM' } & IamSettings)
  | ({ readonly mechanism: 'GSSAPI' } & KerberosSettings);

export type Mechanism = SaslSettings['mechanism'];

/** What a mechanism needs to be known: the settings as they are now, the brokers' hosts, and the cloud's store of secrets. */
export type SaslContext = {
  readonly read: () => Source;
  readonly hosts: readonly string[];
  readonly secret?: ReadSecret | undefined;
};

const MECHANISMS = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN', 'OAUTHBEARER', 'AWS_MSK_IAM', 'GSSAPI'] as const;

/** The `sasl.*` settings. Throws with a sentence on what is refused, contradictory or missing. */
export function saslFrom(context: SaslContext): SaslSettings {
  const mechanism = mechanismFrom(context.read());
  switch (mechanism) {
    case 'OAUTHBEARER':
      return { mechanism, ...oauthFrom(context.read) };
    case 'AWS_MSK_IAM':
      return { mechanism, ...iamFrom(context.read(), context.hosts) };
    case 'GSSAPI':
      return { mechanism, ...kerberosFrom(context.read()) };
    default:
      return { mechanism, ...credentialsFrom(context, mechanism) };
  }
}

function mechanismFrom(source: Source): Mechanism {
  const name = 'sasl.mechanism';
  const given = source.get(name)?.toUpperCase();
  if (given === undefined) {
    const meant = nearest(name, source.names);
    const hint = meant === undefined ? '' : `; is ${meant} meant for it?`;
    throw new Error(
      `${source.where(name)} is not set, and security.protocol asks for SASL: expected one of ${MECHANISMS.join(', ')}${hint}`,
    );
  }
  if (given === 'OAUTHBEARER' && /IAMOAuthBearerLogin/.test(source.get(HANDLER) ?? '')) return 'AWS_MSK_IAM';
  const found = MECHANISMS.find((one) => one === given);
  return found ?? refuse(source.where(name), given);
}

/** The class with which a Java client gets tokens for MSK. */
const HANDLER = 'sasl.login.callback.handler.class';

const INSTEAD = 'use SCRAM-SHA-512 with security.protocol SASL_SSL';
const REFUSED: Readonly<Record<string, string>> = {
  LOGIN: `it sends the password as it is, and Kafka has no such mechanism: ${INSTEAD}`,
  'CRAM-MD5': `MD5 does not protect a password, and Kafka has no such mechanism: ${INSTEAD}`,
  'DIGEST-MD5': `MD5 does not protect a password, and RFC 6331 has withdrawn it: ${INSTEAD}`,
};

function refuse(where: string, mechanism: string): never {
  const why = REFUSED[mechanism];
  if (why !== undefined) throw new Error(`${where} is ${mechanism}, which is refused: ${why}`);
  const meant = nearest(mechanism, MECHANISMS);
  const hint = meant === undefined ? '' : `; is ${meant} meant?`;
  throw new Error(`${where} is ${JSON.stringify(mechanism)}: expected one of ${MECHANISMS.join(', ')}${hint}`);
}
