import { describe, expect, it } from '@jest/globals';
import { clientEnv } from '../../../../cli/kafka/dev-env.ts';
import { folderOf } from '../../../../cli/kafka/dev-folders.ts';
import { onlyOne, readWorkerEnv, withLocalKafka } from '../../../../cli/kafka/local-env.ts';

const startedAt = '2026-01-01T00:00:00.000Z';
const open = { pid: 7, secure: false, brokers: '127.0.0.1:9092', startedAt, folder: folderOf(undefined, false) };
const secure = { ...open, secure: true, brokers: 'localhost:9093', folder: folderOf(undefined, true) };

describe('the cluster that a command means', () => {
  it.each([
    ['KAFKA_BROKERS', { KAFKA_BROKERS: 'kafka.example:9093' }],
    ['KAFKA_PROPERTIES', { KAFKA_PROPERTIES: 'client.properties' }],
    ['Kafka’s own name', { KAFKA_BOOTSTRAP_SERVERS: 'kafka.example:9093' }],
  ])('is that of the environment where it names one: %s', async (_, env) => {
    expect(await withLocalKafka(env, 'admin')).toBe(env);
  });

  it('is the one that runs here', () => {
    expect(onlyOne([secure])).toBe(secure);
  });

  it('is for the user to say where two run, or none', () => {
    expect(() => onlyOne([open, secure])).toThrow(/KAFKA_BROKERS=127\.0\.0\.1:9092 or KAFKA_PROPERTIES=\/.*waybill\./);
    expect(() => onlyOne([])).toThrow(
      /None of `waybill kafka up` runs here: expected KAFKA_BROKERS .* KAFKA_PROPERTIES/,
    );
  });
});

it('the worker’s file that an `up` was kept from writing is written by another', async () => {
  await expect(readWorkerEnv({ folder: '/nowhere' })).rejects.toThrow(
    /^\/nowhere\/worker\.env cannot be read \(ENOENT.*\): `npx waybill kafka up` writes it again$/,
  );
});

it('a Kafka for development is reached from whatever folder a command is run in', () => {
  expect(clientEnv(secure, 'waybill')).toEqual({ KAFKA_PROPERTIES: `${secure.folder}/waybill.properties` });
});
