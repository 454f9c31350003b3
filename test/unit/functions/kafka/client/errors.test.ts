import { describe, expect, it } from '@jest/globals';
import { MultipleErrors, NetworkError, protocolErrors, UserError } from '@platformatic/kafka';
import { kafkaErrors } from '../../../../../functions/kafka/client/errors/errors-table.ts';
import { protocolCodes } from '../../../../../functions/kafka/client/errors/explain-protocol.ts';
import { explainKafkaError, nameBrokers } from '../../../../../functions/kafka/client/errors.ts';
import { answer, anyBroker, attempts, connecting, SHAPES, system } from './error-shapes.ts';

describe('an error of the Kafka client', () => {
  it.each(Object.entries(SHAPES))('is told: %s', (_what, [error, code, names = '']) => {
    const trouble = explainKafkaError(error);
    const { sentence, ...row } = kafkaErrors[code];
    expect(trouble).toMatchObject({ code, ...row, cause: error });
    expect(trouble.message.startsWith(sentence)).toBe(true);
    expect(trouble.message).toContain(names);
    expect(trouble.message.endsWith(`: ${row.fix}`)).toBe(true);
    expect(trouble.message).not.toContain('\n');
  });

  it('is told by what tells most, though other brokers and attempts say less', () => {
    const refused = connecting(system('ECONNREFUSED'));
    const [denied] = SHAPES['PLAIN with a wrong password'] ?? [];
    const error = attempts('metadata', anyBroker(refused, denied as Error), anyBroker(refused, refused));
    expect(explainKafkaError(error).code).toBe('wrong-credentials');
  });

  it('is told through the client’s gaps, circles and depths', () => {
    const inner = system('ENOTFOUND');
    const circle = new NetworkError('Connection to a.example:1 failed.', { cause: inner });
    Object.assign(inner, { cause: circle });
    const gaps = new MultipleErrors('Fetching failed.', [undefined as never, circle]);
    expect(explainKafkaError(gaps)).toMatchObject({ code: 'host-not-found', place: { broker: 'a.example:1' } });
    const endless = Array.from({ length: 1_000 }).reduce<Error>((cause) => new Error('deeper', { cause }), inner);
    expect(explainKafkaError(endless).code).toBe('unknown');
  });

  it('names what was asked for where a refusal does not say of what, and nothing else', () => {
    const asked = { topic: 'orders', group: 'billing' };
    const told = (error: unknown) => explainKafkaError(error, asked).place;
    expect(told(answer('join', { '': [30, null] }))).toEqual({ group: 'billing' });
    expect(told(answer('metadata', { '': [29, null] }))).toEqual({ topic: 'orders' });
    const [others] = SHAPES['another team’s topic, without Describe'] ?? [];
    expect(told(others)).toEqual({ topic: 'team-b.orders' });
    expect(told(new NetworkError('Connection closed'))).toEqual({});
  });

  it('names the brokers where one of them wants TLS', () => {
    const trouble = explainKafkaError(new UserError('Broker requires TLS.'));
    expect(nameBrokers(trouble, ['a:1', 'b:2']).message).toContain('(a:1, b:2, “Broker requires TLS.”)');
  });

  it('leaves out the request that a broker repeats in its own form', () => {
    const request =
      'Request Request(processor=4, connectionId=10.0.0.7:9093-10.0.0.9:51000-0, session=Session(User:other,';
    const { message } = explainKafkaError(answer('topics', { '': [31, `${request} is not authorized.`] }));
    expect(message).toContain('(“CLUSTER_AUTHORIZATION_FAILED”)');
  });

  it('names no secret that a peer repeats, and no more than a line of it', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ3YXliaWxsIn0.c2lnbmF0dXJl';
    const words = `token ${token} was not taken, password=hunter2 "client_secret": "s3cret" ${'x'.repeat(500)}\nsecond line`;
    const { message, words: quoted } = explainKafkaError(connecting(new Error(words)));
    for (const secret of ['eyJhbG', 'hunter2', 's3cret', 'second line']) expect(message).not.toContain(secret);
    expect(quoted.length).toBeLessThanOrEqual(201);
  });
});

describe('the table of Kafka errors', () => {
  it('has a sentence, causes and a fix in each row, as parts of one sentence', () => {
    for (const [code, { sentence, causes, fix }] of Object.entries(kafkaErrors)) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(sentence).toMatch(/^[A-Z].*[^.]$/);
      expect(fix).toMatch(/^[a-z].*[^.]$/);
      expect(causes.length).toBeGreaterThan(0);
    }
  });

  it('is named by Kafka’s own names and no others', () => {
    expect(Object.keys(protocolCodes).filter((name) => !Object.hasOwn(protocolErrors, name))).toEqual([]);
  });
});
