import type { KafkaErrorCode } from './errors-table.ts';

/** What only a message tells: of the client’s own errors (2.12.1) and of MIT Kerberos’s. */
export const wordCodes: readonly (readonly [RegExp, KafkaErrorCode])[] = [
  [/^Broker requires TLS\./, 'plaintext-to-tls'],
  [/^TLS handshake failed\. Please verify the broker supports TLS\./, 'tls-to-plaintext'],
  [/^Unknown (topic .*|partition)\.$/, 'unknown-topic'],
  [/^Specified partition\(s\) not found in topic /, 'unknown-topic'],
  [/ has no committed offset on partition /, 'no-committed-offset'],
  [/^Cannot recover offset out of range for topic /, 'offset-out-of-range'],
  [/^Request timed out/, 'request-timed-out'],
  [/^Connection to .* timed out\.$|^Connection ready timed out/, 'connect-timed-out'],
  [/^Connection closed/, 'connection-closed'],
  [/^Cannot get a connection: the broker is not available/, 'leader-not-available'],
  [/^Cannot find broker with node id /, 'leader-moved'],
  [/token rejected|Invalid SASL\/OAUTHBEARER token/, 'token-rejected'],
  [/No Kerberos credentials available|No credentials were supplied|Ticket expired/, 'no-kerberos-ticket'],
  [/not found in Kerberos database/, 'unknown-kerberos-service'],
  [/Clock skew too great/, 'kerberos-clock'],
  [/^SASL mechanism .* not supported\.$|^No custom SASL\/GSSAPI authenticator/, 'mechanism-not-enabled'],
  [/^Client (is closed\.|closed while )|^Connection pool is closed\./, 'client-closed'],
  [/^(zstd is not supported|Unsupported compression)/, 'unsupported-compression'],
];
