import { describe, expect, it } from '@jest/globals';
import { folderOf } from '../../../../cli/kafka/dev-folders.ts';
import { statusText } from '../../../../cli/kafka/status-text.ts';
import { upText } from '../../../../cli/kafka/up-text.ts';

const startedAt = '2026-01-01T00:00:00.000Z';
const open = { pid: 7, secure: false, brokers: '127.0.0.1:9092', startedAt, folder: folderOf(undefined, false) };
const secure = { ...open, secure: true, brokers: 'localhost:9092', folder: folderOf(undefined, true) };
const told = { version: '4.3.1', started: true, topics: ['orders', 'orders.dead-letters'] };
const cluster = {
  clusterId: 'abc',
  brokers: ['127.0.0.1:9092'],
  topics: [
    { name: 'orders', partitions: 6, records: 1204, bytes: 0 },
    { name: 'orders.dead-letters', partitions: 6, records: 1, bytes: 1_234_000 },
  ],
  groups: [{ name: 'waybill', state: 'PREPARING_REBALANCE', members: 2, lag: 1 }],
  disk: { used: 12_345, free: 76_000_000_000 },
};

describe('what kafka up says', () => {
  it('ends with what to do next, by the brokers where there is no security', () => {
    const text = upText({ ...open, ...told, worker: `${open.folder}/worker.env` });
    expect(text).toContain('Apache Kafka 4.3.1 is up at 127.0.0.1:9092\n');
    expect(text).toContain('  KAFKA_BROKERS=127.0.0.1:9092 npm start\n');
    expect(text).toContain('  npx node --env-file=.waybill/kafka/open/worker.env functions/kafka/index.ts\n');
    expect(text).toContain('  log       .waybill/kafka/open/broker.log\n');
    expect(text).toContain('  npx waybill kafka down\n');
  });

  it('names the router’s .properties file where there is security', () => {
    const text = upText({ ...secure, ...told, started: false, worker: `${secure.folder}/worker.env` });
    expect(text).toContain('Apache Kafka 4.3.1 was up already at localhost:9092\n');
    expect(text).toContain('  KAFKA_PROPERTIES=.waybill/kafka/secure/waybill.properties npm start\n');
  });

  it('says where it is with each next step, where no command would look for it', () => {
    const text = upText({ ...open, ...told, folder: '/srv/my kafka', worker: '/srv/my kafka/worker.env' });
    expect(text).toContain("  npx waybill kafka status --data '/srv/my kafka'\n");
    expect(text).toContain('  KAFKA_BROKERS=127.0.0.1:9092 npx waybill send --type order.placed --to kafka\n');
  });
});

describe('what kafka status says', () => {
  it('is a table of topics, and one of groups with their lag', () => {
    const text = statusText({ running: open, cluster }, Date.parse(startedAt) + 90_000);
    expect(text).toBe(`Kafka at 127.0.0.1:9092, up for 90 s
  cluster   abc
  process   7
  security  none
  data      .waybill/kafka/open (12 kB, 76 GB free)
  log       .waybill/kafka/open/broker.log

topic                partitions  records    size
orders                        6     1204     0 B
orders.dead-letters           6        1  1.2 MB

group                  state  members       lag
waybill  preparing rebalance        2  1 record`);
  });

  it('is what is known of one that does not answer, with the reason and where its log is', () => {
    const text = statusText({ running: secure, trouble: 'Nobody is there: knock' }, Date.parse(startedAt) + 90_000);
    expect(text).toBe(`Kafka at localhost:9092, up for 90 s, does not answer
  process   7
  security  SASL_SSL, SCRAM-SHA-512, ACLs
  data      .waybill/kafka/secure
  log       .waybill/kafka/secure/broker.log

Nobody is there: knock
If the log says nothing of it, end it with \`npx waybill kafka down\` and start it again; the data stay.`);
  });

  it('leaves out what an old broker does not tell, and says that nobody has read', () => {
    const text = statusText(
      { running: open, cluster: { ...cluster, groups: [], disk: { used: 0, free: undefined } } },
      0,
    );
    expect(text).toContain('.waybill/kafka/open (0 B)\n');
    expect(text).toMatch(/\n\nNo group has read anything yet\.$/);
  });
});
