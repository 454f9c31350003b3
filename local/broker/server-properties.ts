import { join } from 'node:path';
import { LISTENERS, type ListenerKind, listenerName, listenerProperties, plainJaas } from './listeners.ts';

export type ServerOptions = {
  readonly folder: string;
  /** The port of each listener that clients come to. */
  readonly ports: Readonly<Partial<Record<ListenerKind, number>>>;
  /** Between the broker and itself. */
  readonly internalPort: number;
  readonly controllerPort: number;
  /** As whom the broker connects to itself. */
  readonly secret: string;
  readonly users: Readonly<Record<string, string>>;
  /** Nobody may do anything but the super users, until grants say more. */
  readonly acls: boolean;
  /** Of a topic that is made without a number of its own. */
  readonly partitions: number;
  /** PEM files, where a listener speaks TLS. */
  readonly tls?: { readonly keystore: string; readonly truststore: string } | undefined;
  /** Kafka's own names; what stands here wins. */
  readonly extra: Readonly<Record<string, string>>;
};

/** Who the broker is to itself, and who may do everything in it. */
const SELF = 'broker';
const ADMIN = 'admin';

/** The `server.properties` of a broker that is its own controller (KRaft). */
export function serverProperties(options: ServerOptions): Readonly<Record<string, string>> {
  return {
    ...SMALL,
    'log.dirs': join(options.folder, 'data'),
    'num.partitions': `${options.partitions}`,
    ...addresses(options),
    ...own(options),
    ...Object.assign({}, ...kindsOf(options).map((kind) => ofListener(kind, options.users))),
    ...(options.tls && {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': options.tls.keystore,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': options.tls.truststore,
      'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/,DEFAULT',
    }),
    ...(options.acls && {
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': `User:${SELF};User:${ADMIN}`,
      'allow.everyone.if.no.acl.found': 'false',
    }),
    ...options.extra,
  };
}

/** The text of a `.properties` file. */
export function toPropertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`)
    .join('');
}

/**
 * One replica of everything, little memory, and no waiting: after a kill the broker's own registration is in the way of a new start only
 * for the session time-out.
 */
const SMALL = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '3',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'auto.create.topics.enable': 'false',
  'broker.session.timeout.ms': '2000',
  'broker.heartbeat.interval.ms': '500',
  'log.cleaner.dedupe.buffer.size': '10485760',
  'log.cleaner.threads': '1',
};

function addresses(options: ServerOptions): Record<string, string> {
  const { ports, internalPort, controllerPort } = options;
  const kinds = kindsOf(options);
  const clients = (host: (kind: ListenerKind) => string) =>
    kinds.map((kind) => `${listenerName(kind)}://${host(kind)}:${ports[kind]}`);
  const internal = `INTERNAL://127.0.0.1:${internalPort}`;
  return {
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: [internal, ...clients(() => '127.0.0.1'), `CONTROLLER://127.0.0.1:${controllerPort}`].join(','),
    'advertised.listeners': [internal, ...clients((kind) => LISTENERS[kind].host)].join(','),
    'listener.security.protocol.map': [
      'INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
      ...kinds.map((kind) => `${listenerName(kind)}:${LISTENERS[kind].protocol}`),
    ].join(','),
  };
}

/** How the broker talks to itself: on this machine alone, with a password of its own, so that no client can pass for it. */
function own({ secret }: ServerOptions): Record<string, string> {
  const jaas = plainJaas({ [SELF]: secret }, SELF);
  return {
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'sasl.mechanism.inter.broker.protocol': 'PLAIN',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': jaas,
    'listener.name.internal.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.internal.plain.sasl.jaas.config': jaas,
  };
}

function ofListener(kind: ListenerKind, users: ServerOptions['users']): Record<string, string> {
  const prefix = `listener.name.${listenerName(kind).toLowerCase()}.`;
  return Object.fromEntries(
    Object.entries(listenerProperties(kind, users)).map(([name, value]) => [prefix + name, value]),
  );
}

function kindsOf({ ports }: ServerOptions): readonly ListenerKind[] {
  // Every key was put there as a kind.
  return Object.keys(ports) as ListenerKind[];
}
