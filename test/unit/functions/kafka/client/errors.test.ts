import { describe, expect, it } from '@jest/globals';
import { MultipleErrors, NetworkError, protocolErrors } from '@platformatic/kafka';
import { kafkaErrors } from '../../../../../functions/kafka/client/errors/errors-table.ts';
import { protocolCodes } from '../../../../../functions/kafka/client/errors/explain-protocol.ts';
import { explainKafkaError } from '../../../../../functions/kafka/client/errors.ts';
import { anyBroker, attempts, connecting, SHAPES, system } from './error-shapes.ts';

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
