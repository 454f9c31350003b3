import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Admin, Consumer, type Message } from '@platformatic/kafka';
import { createCopyLetter } from '../../functions/kafka/dead-letters.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import type { Letter } from '../../shared/delivery/letters.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';
import { EVENT, headers, record } from '../unit/functions/kafka/records.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const closers = createClosers();
let broker: Broker | undefined;
let topics = 0;

const USERS = { admin: 'admin-password', waybill: 'waybill-password' };

beforeAll(async () => {
  if ('missing' in kafka) return;
  // Whoever comes without a name may do all, and the user nothing.
  const extra = { 'super.users': 'User:broker;User:ANONYMOUS' };
  const listeners = ['plaintext', 'sasl-plaintext'] as const;
  broker = await startBroker({ listeners, users: USERS, acls: true, extra });
}, 60_000);
afterEach(closers.closeAll);
afterAll(() => broker?.close());

const LETTER: Letter = { id: 'l-1', code: 'bad-json', reason: 'no JSON', attempts: 0, raw: Buffer.from('raw') };

/** A default topic’s name, with a topic for its dead letters, and the port that writes there. */
async function setUp(configs: Readonly<Record<string, string>> = {}) {
  const { plaintext: brokers = '' } = broker?.listeners ?? {};
  topics += 1;
  const name = `orders-${topics}`;
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [brokers] });
  closers.add({ close: () => admin.close() });
  const given = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
  await admin.createTopics({ topics: [`${name}.dead-letters`], partitions: 1, replicas: 1, configs: given });
  const copy = createCopyLetter({ KAFKA_BROKERS: brokers, KAFKA_TOPIC: name });
  return { name, copy, read: (count: number) => read(brokers, `${name}.dead-letters`, count) };
}

async function read(brokers: string, topic: string, count: number): Promise<readonly Message[]> {
  const consumer = new Consumer({ clientId: 'test', groupId: topic, bootstrapBrokers: [brokers], maxWaitTime: 100 });
  closers.add({ close: () => consumer.close(true) });
  const found: Message[] = [];
  for await (const message of await consumer.consume({ topics: [topic], mode: 'earliest' })) {
    found.push(message);
    if (found.length === count) break;
  }
  return found;
}

function textsOf({ headerEntries }: Message): Record<string, string> {
  return Object.fromEntries(headerEntries.map(([name, value]) => [String(name), String(value)]));
}

describeIf(missing === '', missing)('the dead-letter topic on Apache Kafka', () => {
  it('has the record byte for byte, and after its headers why', async () => {
    const { copy, read } = await setUp();
    const given = headers(['trace', 'a'], ['trace', new Uint8Array([0xff, 0, 0xfe])], ['empty', ''], ['none', null]);
    const key = Buffer.from([0xff, 0]);
    const value = Buffer.from([0, 0, 0, 0, 7, 0xff]);
    await copy(LETTER, record('', { key, value, headers: given }));
    const [found] = await read(1);
    expect(found?.key).toEqual(key);
    expect(found?.value).toEqual(value);
    // The reader says undefined of what is null.
    expect(found?.headerEntries.slice(0, 4).map(([name, bytes]) => [name, bytes ?? null])).toEqual(given);
    expect(found === undefined ? {} : textsOf(found)).toMatchObject({
      '__connect.errors.topic': 'orders',
      '__connect.errors.offset': '41',
      '__connect.errors.exception.message': 'no JSON',
      'waybill-letter': 'l-1',
      'waybill-code': 'bad-json',
    });
  }, 60_000);

  it('has a tombstone as one, without a key, and a letter that came twice under one id', async () => {
    const { copy, read } = await setUp();
    const one = record('', { value: null });
    await Promise.all([copy(LETTER, one), copy(LETTER, one)]);
    const found = await read(2);
    // Some readers have an empty text where there is none.
    expect(found.map(({ key, value }) => [key?.length ?? 0, value?.length ?? 0])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(found.map((message) => textsOf(message)['waybill-letter'])).toEqual(['l-1', 'l-1']);
  }, 60_000);

  it('has what is too large for it without its value', async () => {
    const { copy, read } = await setUp({ 'max.message.bytes': '10000' });
    await copy(LETTER, record(EVENT, { value: Buffer.alloc(9_900) }));
    const [found] = await read(1);
    expect(found?.value).toHaveLength(0);
    expect(found === undefined ? {} : textsOf(found)).toMatchObject({
      'waybill-letter': 'l-1',
      'waybill-value-left-out': '9900 bytes',
    });
  }, 60_000);

  it('has, of what is too large for it without its value as well, why it is a letter', async () => {
    const { copy, read } = await setUp({ 'max.message.bytes': '10000' });
    const large = { key: Buffer.alloc(5_000), headers: headers(['trace', 'a'.repeat(4_900)]) };
    await copy({ ...LETTER, reason: 'é'.repeat(100_000) }, record('', large));
    const [found] = await read(1);
    expect(String(found?.key)).toBe('l-1');
    expect(found === undefined ? {} : textsOf(found)).toMatchObject({
      '__connect.errors.offset': '41',
      'waybill-letter': 'l-1',
      'waybill-value-left-out': '0 bytes',
      'waybill-headers-left-out': '1',
    });
  }, 60_000);

  it('has, of what has no key, why it is a letter where it is compacted and takes nothing without one', async () => {
    const { copy, read } = await setUp({ 'cleanup.policy': 'compact' });
    await copy(LETTER, record(EVENT, { key: null }));
    const [found] = await read(1);
    expect([String(found?.key), found?.value.length]).toEqual(['l-1', 0]);
    expect(found === undefined ? {} : textsOf(found)).toMatchObject({ 'waybill-code': 'bad-json' });
  }, 60_000);

  it('that is missing, or that we may not write, is unavailable and says so', async () => {
    const { plaintext = '', 'sasl-plaintext': secured = '' } = broker?.listeners ?? {};
    const nowhere = createCopyLetter({ KAFKA_BROKERS: plaintext, KAFKA_TOPIC: 'nowhere' });
    const unavailable = { name: 'PortError', kind: 'unavailable', port: 'dead letters' };
    await expect(nowhere(LETTER, record(EVENT))).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining('nowhere.dead-letters'),
    });
    const { name } = await setUp();
    const forbidden = createCopyLetter({
      KAFKA_BROKERS: secured,
      KAFKA_TOPIC: name,
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
      KAFKA_SASL_USERNAME: 'waybill',
      KAFKA_SASL_PASSWORD: USERS.waybill,
    });
    await expect(forbidden(LETTER, record(EVENT))).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringMatching(/grant|ACL|authori/i),
    });
  }, 60_000);
});
