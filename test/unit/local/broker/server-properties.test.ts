import { describe, expect, it } from '@jest/globals';
import type { ListenerKind } from '../../../../local/broker/listeners.ts';
import { serverProperties, toPropertiesText } from '../../../../local/broker/server-properties.ts';

const propertiesOf = (ports: Partial<Record<ListenerKind, number>>, more: object = {}) =>
  serverProperties({
    folder: '/f',
    ports,
    internalPort: 1,
    controllerPort: 2,
    secret: 'own-secret',
    users: { admin: 'a-secret', waybill: 'w-secret' },
    acls: false,
    partitions: 4,
    extra: {},
    ...more,
  });

describe('the server properties of a broker', () => {
  it('listen on this machine alone, and call the broker by what its certificate says', () => {
    const properties = propertiesOf({ plaintext: 3, 'sasl-tls': 4 });
    expect(properties).toMatchObject({
      listeners: 'INTERNAL://127.0.0.1:1,PLAINTEXT://127.0.0.1:3,SASL_TLS://127.0.0.1:4,CONTROLLER://127.0.0.1:2',
      'advertised.listeners': 'INTERNAL://127.0.0.1:1,PLAINTEXT://127.0.0.1:3,SASL_TLS://localhost:4',
      'listener.security.protocol.map':
        'INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_TLS:SASL_SSL',
      'listener.name.sasl_tls.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    });
  });

  it('hold passwords of users only where PLAIN needs them', () => {
    const holders = (kind: ListenerKind) =>
      Object.entries(propertiesOf({ [kind]: 3 }))
        .filter(([, value]) => value.includes('w-secret'))
        .map(([name]) => name);
    expect(holders('sasl-tls')).toEqual(['listener.name.sasl_tls.plain.sasl.jaas.config']);
    expect(holders('scram-tls')).toEqual([]);
  });

  it('let nobody but the broker and the admin do what is not granted, with acls', () => {
    expect(propertiesOf({ plaintext: 3 })).not.toHaveProperty(['authorizer.class.name']);
    expect(propertiesOf({ plaintext: 3 }, { acls: true })).toMatchObject({
      'super.users': 'User:broker;User:admin',
      'allow.everyone.if.no.acl.found': 'false',
    });
  });

  it('are overruled by what is told in Kafka’s own names', () => {
    expect(propertiesOf({ plaintext: 3 }, { extra: { 'num.partitions': '9' } })).toMatchObject({
      'num.partitions': '9',
    });
  });

  it('are written as Java reads them', () => {
    expect(toPropertiesText({ a: 'C:\\kafka', b: 'x=y z' })).toBe('a=C:\\\\kafka\nb=x=y z\n');
  });
});
