import type { SaslSettings } from './settings/sasl-settings.ts';
import type { TlsSettings } from './settings/tls-settings.ts';
import type { KafkaSettings } from './settings.ts';

/** How Kafka is reached, for people, in one line without secrets: brokers, protocol, mechanism, user, and where certificates stand. */
export function describeSettings({ brokers, protocol, preset, sasl, tls }: KafkaSettings): string {
  const parts = [
    `${brokers.join(',')} by ${protocol}`,
    ...(preset === undefined ? [] : [`preset ${preset}`]),
    ...(sasl === undefined ? [] : [describeSasl(sasl)]),
    ...(tls === undefined ? [] : describeTls(tls)),
  ];
  return parts.join(', ');
}

function describeSasl(sasl: SaslSettings): string {
  switch (sasl.mechanism) {
    case 'OAUTHBEARER':
      return `OAUTHBEARER with ${sasl.token.kind === 'file' ? `the token in ${sasl.token.path}` : `tokens for ${sasl.token.clientId} from ${sasl.token.place}`}`;
    case 'AWS_MSK_IAM':
      return `AWS_MSK_IAM in ${sasl.region} as ${sasl.roleArn ?? sasl.profile ?? 'the identity that AWS gives this process'}`;
    case 'GSSAPI':
      return `GSSAPI for ${sasl.service} as ${sasl.principal ?? 'the principal of the ticket that is there'}`;
    default:
      return `${sasl.mechanism} as ${sasl.user}`;
  }
}

function describeTls({ ca, certificate, checkHost }: TlsSettings): string[] {
  return [
    ca === undefined ? 'the certificate authorities that Node.js knows' : `certificate authority of ${ca}`,
    ...(certificate === undefined ? [] : [`own certificate of ${certificate}`]),
    ...(checkHost ? [] : ['host names are not checked']),
  ];
}
