import type { KafkaErrorRow } from './errors-row.ts';

/** SASL: who we are. Sasl error codes: Apache Kafka protocol guide, "Error codes", 33, 34 and 58. */
export const loginErrors = {
  'wrong-credentials': {
    kind: 'authentication',
    sentence: 'The broker refused the credentials',
    causes: [
      'the password is wrong, or was changed',
      'the user is unknown to this cluster',
      'the user has credentials for another SCRAM mechanism only',
      'the broker’s own Kerberos keytab is out of date',
    ],
    fix: 'check the user name, the password and sasl.mechanism against what the cluster was given',
    retriable: false,
  },
  'token-rejected': {
    kind: 'authentication',
    sentence: 'The broker refused the token',
    causes: [
      'the token has expired',
      'the issuer or the audience is not the one that the broker expects',
      'the clock of this machine is wrong',
      'for MSK, the role lacks kafka-cluster:Connect or the region is another one',
    ],
    fix: 'check the token’s issuer, audience, scope and expiry against the broker’s settings, and this machine’s clock',
    retriable: false,
  },
  'mechanism-not-enabled': {
    kind: 'authentication',
    sentence: 'The broker’s listener does not offer the SASL mechanism',
    causes: ['sasl.mechanism names another one than the listener has', 'the port is that of another listener'],
    fix: 'set sasl.mechanism to one that this listener enables, or use the port of the listener that has it',
    retriable: false,
  },
  'login-wanted': {
    kind: 'authentication',
    sentence: 'The broker’s listener wants a login, and the client has none',
    causes: ['security.protocol is PLAINTEXT or SSL', 'the port is that of the listener with SASL'],
    fix: 'set security.protocol to SASL_SSL or SASL_PLAINTEXT and sasl.mechanism, or use the port of a listener without SASL',
    retriable: false,
  },
  'login-not-wanted': {
    kind: 'authentication',
    sentence: 'The client wants to log in, and the broker’s listener takes no login',
    causes: ['security.protocol is SASL_SSL or SASL_PLAINTEXT', 'the port is that of a listener without SASL'],
    fix: 'use the port of the listener with SASL, or set security.protocol to SSL or PLAINTEXT',
    retriable: false,
  },
  'no-kerberos-ticket': {
    kind: 'authentication',
    sentence: 'There is no Kerberos ticket',
    causes: [
      'neither a keytab nor a ticket cache was found',
      'the ticket has expired',
      'KRB5_CONFIG points to another realm',
    ],
    fix: 'name the keytab in KRB5_CLIENT_KTNAME, or run kinit for the principal, and check KRB5CCNAME',
    retriable: false,
  },
  'unknown-kerberos-service': {
    kind: 'authentication',
    sentence: 'Kerberos does not know the broker’s service',
    causes: ['sasl.kerberos.service.name is not the broker’s', 'the broker is reached under another host name'],
    fix: 'set sasl.kerberos.service.name to the first part of the broker’s principal, and use the host name in it',
    retriable: false,
  },
  'kerberos-clock': {
    kind: 'authentication',
    sentence: 'The clocks are too far apart for Kerberos',
    causes: ['this machine’s clock is wrong', 'the clock of the key distribution centre or the broker is wrong'],
    fix: 'set the clocks by NTP',
    retriable: false,
  },
  'login-failed': {
    kind: 'authentication',
    sentence: 'The login could not be made',
    causes: [
      'what gives the password or the token failed: a file, a token endpoint, a secret store',
      'a peer package for this mechanism is missing',
      'the broker does not speak the mechanism as its specification says',
    ],
    fix: 'read what came with it, and check the settings of SASL',
    retriable: false,
  },
} as const satisfies Record<string, KafkaErrorRow>;
