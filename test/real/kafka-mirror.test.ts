import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { createClock } from '../../local/clock.ts';
import { createLog, type Log, type NewRecord } from '../../local/emulators/event-source-mapping/log.ts';
import { type KafkaMirror, startKafkaMirror } from '../../local/laptop/kafka-mirror.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';

const kafka = await findKafka();
const mirrors = createClosers();
let broker: Broker | undefined;

beforeAll(async () => {
  if (!('missing' in kafka)) broker = await startBroker();
}, 60_000);

afterEach(mirrors.closeAll);
afterAll(() => broker?.close());

async function start(topic: string): Promise<KafkaMirror & { readonly log: Log }> {
  const log = createLog({ clock: createClock() });
  const mirror = mirrors.add(
    await startKafkaMirror({ settings: kafkaSettings({ KAFKA_BROKERS: broker?.brokers }), topic, log }),
  );
  return { ...mirror, log };
}

const recordsIn = (log: Log) =>
  log
    .partitions(log.topics()[0] ?? '')
    .flatMap((view) => Array.from({ length: view.end }, (_, offset) => view.at(offset)));

const missing = 'missing' in kafka ? kafka.missing : '';

describeIf(missing === '', missing)('a mirror of Kafka brokers', () => {
  it('keeps partition, key, value, headers in their order, and timestamp of a record', async () => {
    const { log, produce } = await start('whole');
    const timestamp = Date.now() - 60_000;
    const headers = [
      ['h', '1'],
      ['h', '2'],
      ['ce_subject', 'Größe'],
    ] as const;
    await produce({ partition: 2, key: 'k', value: 'v', headers, timestamp });
    await until('the record', () => recordsIn(log).length === 1);
    const [record] = recordsIn(log);
    expect(record).toMatchObject({ topic: 'whole', partition: 2, offset: 0, timestamp });
    expect([String(record?.key), String(record?.value)]).toEqual(['k', 'v']);
    expect(record?.headers.map(([name, data]) => [name, String(data)])).toEqual(headers);
  }, 60_000);

  it('keeps what has no key and what has no value', async () => {
    const { log, produce } = await start('partial');
    const records: NewRecord[] = [
      { partition: 0, value: 'keyless' },
      { partition: 0, key: 'tombstone' },
    ];
    for (const record of records) await produce(record);
    await until('both', () => recordsIn(log).length === 2);
    const seen = recordsIn(log).map((record) => [record?.key?.toString(), record?.value?.toString()]);
    expect(seen).toEqual([
      [undefined, 'keyless'],
      ['tombstone', undefined],
    ]);
  }, 60_000);

  it('begins at the end of a topic that is there', async () => {
    const { log: first, produce } = await start('long');
    await produce({ value: 'before' });
    await until('the first record', () => recordsIn(first).length === 1);
    const { log: second } = await start('long');
    await produce({ value: 'after' });
    await until('the second record', () => recordsIn(second).length > 0 && recordsIn(first).length === 2);
    expect(recordsIn(second).map((record) => record?.value?.toString())).toEqual(['after']);
  }, 60_000);
});

describe('a mirror of brokers that are not there', () => {
  it('rejects with their address and the reason', async () => {
    const log = createLog({ clock: createClock() });
    const mirror = startKafkaMirror({
      settings: kafkaSettings({ KAFKA_BROKERS: '127.0.0.1:1' }),
      topic: 'orders',
      log,
    });
    await expect(mirror).rejects.toThrow(/^Kafka at 127\.0\.0\.1:1: .*ECONNREFUSED/);
  });
});
