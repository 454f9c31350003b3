import {
  AuthenticationError,
  MultipleErrors,
  NetworkError,
  ResponseError,
  TimeoutError,
  UnsupportedApiError,
  UnsupportedCompressionError,
  UserError,
} from '@platformatic/kafka';
import type { KafkaErrorCode } from '../../../../../functions/kafka/client/errors/errors-table.ts';

const AT = 'broker.example:9093';

/** The shapes of errors as the client gave them with Apache Kafka 4.3.1 at the other end. */
export const system = (code: string, message = code, more = {}) => Object.assign(new Error(message), { code, ...more });
export const connecting = (cause: Error) => new NetworkError(`Connection to ${AT} failed.`, { cause });
export const anyBroker = (...errors: Error[]) => new MultipleErrors('Cannot connect to any broker.', errors);
export const attempts = (operation: string, ...errors: Error[]) =>
  new MultipleErrors(`${operation} failed ${errors.length} times.`, errors);
const API = {
  produce: 0,
  fetch: 1,
  metadata: 3,
  coordinator: 10,
  join: 11,
  commit: 8,
  handshake: 17,
  topics: 19,
  login: 36,
};
/** A broker's answer with the errors' numbers by their places in it. */
export const answer = (
  api: keyof typeof API,
  errors: Readonly<Record<string, readonly [number, string | null]>>,
  response: object = {},
) => new ResponseError(API[api] as never, 1, errors as never, response); // a type of the client's own numbers

const refused = (cause: Error) => connecting(new AuthenticationError('SASL authentication failed.', { cause }));
const said = (words: string) => answer('login', { '': [58, words] });
const noMechanism = (cause: Error) => new AuthenticationError('Cannot find a suitable SASL mechanism.', { cause });
const closed = new NetworkError('Connection closed');
const alert = (number: number, reason: string) =>
  system(
    `ERR_SSL_SSL/TLS_ALERT_${reason.toUpperCase().replaceAll(' ', '_')}`,
    `409D:error:0A000412:SSL routines:ssl3_read_bytes:ssl/tls alert ${reason}:../deps/openssl/rec_layer_s3.c:918:SSL alert number ${number}\n`,
  );
const written = { responses: [{ name: 'orders', partitionResponses: [{ index: 0 }, { index: 3 }] }] };
const PRODUCED = '/responses/0/partition_responses/1';

/** What happened, the client's error, our code, and what our sentence must name. */
export const SHAPES: Readonly<Record<string, readonly [error: unknown, code: KafkaErrorCode, names?: string]>> = {
  'PLAIN with a wrong password': [
    anyBroker(refused(said('Authentication failed: Invalid username or password'))),
    'wrong-credentials',
    `(${AT}, “Authentication failed: Invalid username or password”)`,
  ],
  'SCRAM with a wrong password, an unknown user, or a user of another mechanism': [
    anyBroker(
      refused(
        said(
          'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
        ),
      ),
    ),
    'wrong-credentials',
    'SCRAM-SHA-512',
  ],
  'no login on a listener that wants one, which only a probe tells': [closed, 'connection-closed'],
  'a mechanism that the listener has not': [
    connecting(noMechanism(answer('handshake', { '/': [33, null] }, { mechanisms: ['PLAIN', 'SCRAM-SHA-512'] }))),
    'mechanism-not-enabled',
    'it offers PLAIN, SCRAM-SHA-512',
  ],
  'a login on a listener that takes none': [
    connecting(noMechanism(answer('handshake', { '/': [34, null] }, { mechanisms: [] }))),
    'login-not-wanted',
    AT,
  ],
  'a login over plaintext on a listener with TLS, where its alert is lost': [
    connecting(noMechanism(closed)),
    'connection-closed',
  ],
  'a wrong certificate authority, or none': [
    anyBroker(connecting(system('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'))),
    'untrusted-certificate',
    'self-signed certificate in certificate chain',
  ],
  'a certificate that has expired': [
    connecting(system('CERT_HAS_EXPIRED', 'certificate has expired')),
    'certificate-expired',
  ],
  'a certificate for another host': [
    connecting(
      system(
        'ERR_TLS_CERT_ALTNAME_INVALID',
        "Hostname/IP does not match certificate's altnames: IP: 127.0.0.2 is not in the cert's list: ",
      ),
    ),
    'wrong-host-name',
    'IP: 127.0.0.2',
  ],
  'plaintext to a listener with TLS': [new UserError('Broker requires TLS.'), 'plaintext-to-tls'],
  'TLS to a listener without it': [
    connecting(
      new UserError('TLS handshake failed. Please verify the broker supports TLS.', {
        cause: system('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
      }),
    ),
    'tls-to-plaintext',
  ],
  'no client certificate, by the alert of Java’s brokers': [
    new NetworkError('Connection error', { cause: alert(42, 'bad certificate') }),
    'client-certificate-needed',
  ],
  'no client certificate, by the alert of TLS 1.3': [
    new NetworkError('Connection error', {
      cause: system(
        'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
        '40:error:0A00045C:SSL routines::tlsv13 alert certificate required:a.c:918:SSL alert number 116\n',
      ),
    }),
    'client-certificate-needed',
  ],
  'a client certificate of another authority': [
    connecting(alert(46, 'certificate unknown')),
    'client-certificate-refused',
  ],
  'a client certificate whose key is another’s': [
    connecting(
      system('ERR_OSSL_X509_KEY_VALUES_MISMATCH', 'error:05800074:x509 certificate routines::key values mismatch'),
    ),
    'bad-client-certificate',
  ],
  'no TLS version in common': [connecting(alert(70, 'protocol version')), 'tls-version'],
  'an alert that the table does not know': [connecting(alert(80, 'internal error')), 'tls-failed'],
  'another team’s topic, without Describe': [
    answer('metadata', { '/topics/0': [29, null] }, { topics: [{ name: 'team-b.orders', partitions: [] }] }),
    'topic-not-permitted',
    'topic team-b.orders',
  ],
  'a topic with Describe and without Write': [
    answer('produce', { [PRODUCED]: [29, null] }, written),
    'topic-not-permitted',
    'topic orders, partition 3',
  ],
  'a topic with Describe and without Read': [
    answer(
      'fetch',
      { '/responses/0/partitions/0': [29, null] },
      { responses: [{ topicId: 'id', partitions: [{ partitionIndex: 2 }] }] },
    ),
    'topic-not-permitted',
    'partition 2',
  ],
  'another team’s group': [
    answer('coordinator', { '/coordinators/0': [30, null] }, { coordinators: [{ key: 'team-b.g' }] }),
    'group-not-permitted',
    'group team-b.g',
  ],
  'grants, asked for without a right to make them': [
    answer('topics', { '/results/0': [31, null] }),
    'cluster-not-permitted',
  ],
  'a broker without ACLs': [
    answer('topics', { '': [54, 'No Authorizer is configured on the broker'] }),
    'no-authorizer',
  ],
  'no Kerberos ticket': [
    anyBroker(
      connecting(
        new Error(
          'No credentials were supplied, or the credentials were unavailable or inaccessible: No Kerberos credentials available (default cache: FILE:/nonexistent)',
        ),
      ),
    ),
    'no-kerberos-ticket',
  ],
  'a wrong service name of Kerberos': [
    connecting(
      new Error(
        'Unspecified GSS failure.  Minor code may provide more information: Server nosuch/localhost@LAB.TEST not found in Kerberos database',
      ),
    ),
    'unknown-kerberos-service',
    'nosuch/localhost@LAB.TEST',
  ],
  'a broker whose keytab is out of date': [
    connecting(
      new AuthenticationError('SASL authentication failed.', {
        cause: said(
          'Authentication failed during authentication due to invalid credentials with SASL mechanism GSSAPI',
        ),
      }),
    ),
    'wrong-credentials',
    'GSSAPI',
  ],
  'a token that the broker refuses': [
    refused(new Error('token rejected: invalid_token')),
    'token-rejected',
    'invalid_token',
  ],
  'a refused token that nobody looked at, with the next request': [
    answer('metadata', { '': [34, null] }),
    'token-rejected',
  ],
  'a token that could not be fetched': [
    connecting(
      new AuthenticationError('The SASL/OAUTHBEARER token provider threw an error.', {
        cause: new Error('https://tokens.example/ gave no token'),
      }),
    ),
    'login-failed',
    'https://tokens.example/ gave no token',
  ],
  'nobody at the address': [
    attempts(
      'metadata',
      anyBroker(connecting(system('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9093'))),
      anyBroker(connecting(system('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9093'))),
    ),
    'connection-refused',
    AT,
  ],
  'a host that is not known': [
    anyBroker(connecting(system('ENOTFOUND', 'getaddrinfo ENOTFOUND kafka'))),
    'host-not-found',
    'getaddrinfo ENOTFOUND kafka',
  ],
  'no route to the host': [connecting(system('EHOSTUNREACH')), 'host-unreachable'],
  'a topic that is not there': [
    attempts('metadata', new UserError('Unknown topic nope.topic.')),
    'unknown-topic',
    'topic nope.topic',
  ],
  'a fetch from a broker that has just left the cluster': [
    attempts('fetch', new UserError('Cannot find broker with node id 2')),
    'leader-moved',
  ],
  'a partition that is not there': [new UserError('Unknown partition.'), 'unknown-topic'],
  'a topic that is deleted while it is read': [
    answer(
      'fetch',
      { '/responses/0/partitions/0': [3, null] },
      { responses: [{ partitions: [{ partitionIndex: 0 }] }] },
    ),
    'unknown-topic',
  ],
  'a partition without a leader': [
    answer(
      'metadata',
      { '/topics/0/partitions/0': [5, null] },
      { topics: [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }] },
    ),
    'leader-not-available',
    'topic orders, partition 0',
  ],
  'a leader that has moved': [answer('produce', { [PRODUCED]: [6, null] }, written), 'leader-moved'],
  'too few replicas in sync': [answer('produce', { [PRODUCED]: [19, null] }, written), 'not-enough-replicas'],
  'an offset out of range': [
    answer(
      'fetch',
      { '/responses/0/partitions/0': [1, null] },
      { responses: [{ partitions: [{ partitionIndex: 0 }] }] },
    ),
    'offset-out-of-range',
  ],
  'a group without a committed offset': [
    new UserError('Topic orders has no committed offset on partition 0 for group billing.', { topic: 'orders' }),
    'no-committed-offset',
    'topic orders, group billing',
  ],
  'a broker that is frozen': [
    attempts('produce', new TimeoutError('Request timed out', { canRetry: true })),
    'request-timed-out',
  ],
  'a broker that does not take the connection': [
    anyBroker(new TimeoutError(`Connection to ${AT} timed out.`, { canRetry: true })),
    'connect-timed-out',
    AT,
  ],
  'a full disk, whose broker then ends': [
    attempts(
      'produce',
      answer('produce', { [PRODUCED]: [56, null] }, written),
      closed,
      anyBroker(connecting(system('ECONNREFUSED'))),
    ),
    'disk-failed',
    'topic orders, partition 3',
  ],
  'a record that is too large': [
    new MultipleErrors('Producing messages failed.', [answer('produce', { [PRODUCED]: [10, null] }, written)]),
    'too-large',
    'topic orders, partition 3',
  ],
  'a name that Kafka does not take': [
    answer('topics', { '/topics/0': [17, 'Topic name is invalid'] }, { topics: [{ name: 'a b' }] }),
    'bad-topic-name',
    'topic a b',
  ],
  'a rebalance': [answer('commit', { '/topics/0/partitions/0': [27, null] }), 'rebalancing'],
  'a member whose place is given away': [answer('commit', { '/topics/0/partitions/0': [22, null] }), 'member-fenced'],
  'a group of another application': [answer('join', { '': [23, null] }), 'group-mismatch'],
  'a session time-out out of the broker’s range': [answer('join', { '': [26, null] }), 'bad-session-timeout'],
  'a coordinator that is not there yet': [
    answer('coordinator', { '/coordinators/0': [15, null] }),
    'coordinator-not-available',
  ],
  'a number that does not follow the last one of the producer': [
    answer('produce', { [PRODUCED]: [45, null] }, written),
    'producer-fenced',
    'topic orders, partition 3',
  ],
  'a compression that the broker does not take': [
    answer('produce', { [PRODUCED]: [76, null] }, written),
    'unsupported-compression',
  ],
  'a compression that the client does not know': [
    new UnsupportedCompressionError('Unsupported compression algorithm with bitmask 5'),
    'unsupported-compression',
  ],
  'a request that the broker does not have': [
    new UnsupportedApiError('Unsupported API DescribeLogDirs.'),
    'unsupported-version',
  ],
  'a version that the broker does not have': [answer('metadata', { '': [35, null] }), 'unsupported-version'],
  'a policy of the service': [
    answer('topics', { '/topics/0': [44, 'Partitions exceed the limit'] }),
    'policy-violation',
    'Partitions exceed the limit',
  ],
  'a quota': [answer('topics', { '/topics/0': [89, null] }), 'throttled'],
  'a client that was closed': [new NetworkError('Client is closed.', { canRetry: false }), 'client-closed'],
  'a setting that the client does not take': [
    new UserError('/options/retries must be number.'),
    'not-accepted',
    '/options/retries',
  ],
  'an error that the table does not know': [
    answer('topics', { '/topics/0': [-1, 'Something broke'] }),
    'unknown',
    'Something broke',
  ],
  'what is no error at all': ['boo', 'unknown'],
};
