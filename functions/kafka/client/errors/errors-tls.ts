import type { KafkaErrorRow } from './errors-row.ts';

/** TLS: what Node.js ("Common system errors", OpenSSL's codes) and TLS alerts (RFC 8446 §6) tell. */
export const tlsErrors = {
  'untrusted-certificate': {
    kind: 'tls',
    sentence: 'The broker’s certificate is signed by an authority that is not trusted here',
    causes: [
      'ssl.truststore.location names no or another certificate authority',
      'the broker does not send its intermediate certificate',
      'somebody between us and the broker answers in its place',
    ],
    fix: 'set ssl.truststore.location (PEM) to the certificate authority that signed the broker’s certificate',
    retriable: false,
  },
  'certificate-expired': {
    kind: 'tls',
    sentence: 'The broker’s certificate has expired',
    causes: ['nobody renewed it', 'the broker was not told of the renewed one', 'the clock of this machine is wrong'],
    fix: 'renew the broker’s certificate, and let the broker read it again',
    retriable: false,
  },
  'certificate-not-yet-valid': {
    kind: 'tls',
    sentence: 'The broker’s certificate is not valid yet',
    causes: ['the clock of this machine is wrong', 'the certificate was made for a later date'],
    fix: 'set this machine’s clock by NTP, or issue the certificate with an earlier start',
    retriable: false,
  },
  'wrong-host-name': {
    kind: 'tls',
    sentence: 'The broker’s certificate is for another host name',
    causes: [
      'the broker advertises an address that its certificate does not name',
      'the bootstrap address is an IP address or an alias',
      'a proxy or another service answers at this address',
    ],
    fix: 'use a host name that the certificate lists, or issue one with this name as a subject alternative name',
    retriable: false,
  },
  'client-certificate-needed': {
    kind: 'tls',
    sentence: 'The broker wants a client certificate, and none was sent',
    causes: ['ssl.keystore.location is not set', 'the port is that of the mutual TLS listener'],
    fix: 'set ssl.keystore.location (PEM) to this client’s certificate and key',
    retriable: false,
  },
  'client-certificate-refused': {
    kind: 'tls',
    sentence: 'The broker refused the client certificate',
    causes: [
      'another authority than the broker’s truststore holds signed it',
      'it has expired or was revoked',
      'it may not be used for client authentication',
    ],
    fix: 'use a certificate that an authority of the broker’s truststore signed for client authentication, and renew it in time',
    retriable: false,
  },
  'bad-client-certificate': {
    kind: 'tls',
    sentence: 'The client certificate or its key cannot be used',
    causes: ['the key belongs to another certificate', 'ssl.key.password is wrong', 'the file is not PEM'],
    fix: 'check that ssl.keystore.location holds the certificate chain and its own key, and ssl.key.password opens it',
    retriable: false,
  },
  'plaintext-to-tls': {
    kind: 'tls',
    sentence: 'The broker’s listener speaks TLS, and the client does not',
    causes: ['security.protocol is PLAINTEXT or SASL_PLAINTEXT', 'the port is that of the TLS listener'],
    fix: 'set security.protocol to SSL or SASL_SSL, or use the port of the plaintext listener',
    retriable: false,
  },
  'tls-to-plaintext': {
    kind: 'tls',
    sentence: 'The client speaks TLS, and the broker’s listener does not',
    causes: ['security.protocol is SSL or SASL_SSL', 'the port is that of the plaintext listener'],
    fix: 'use the port of the TLS listener, or set security.protocol to PLAINTEXT or SASL_PLAINTEXT',
    retriable: false,
  },
  'tls-version': {
    kind: 'tls',
    sentence: 'The client and the broker have no TLS version or cipher in common',
    causes: ['the broker allows old versions only', 'ssl.enabled.protocols or ssl.cipher.suites is too narrow'],
    fix: 'enable TLSv1.2 or TLSv1.3 on both sides (ssl.enabled.protocols)',
    retriable: false,
  },
  'tls-failed': {
    kind: 'tls',
    sentence: 'TLS with the broker failed',
    causes: ['the two sides disagree on a setting', 'something between them breaks the connection'],
    fix: 'compare openssl s_client -connect with what the broker’s log says',
    retriable: false,
  },
} as const satisfies Record<string, KafkaErrorRow>;
