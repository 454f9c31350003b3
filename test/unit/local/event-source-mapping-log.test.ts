import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '../../../local/emulators/event-source-mapping/log.ts';
import { createLogApi } from '../../../local/emulators/event-source-mapping/log-http.ts';
import { murmur2 } from '../../../local/emulators/event-source-mapping/murmur2.ts';
import { type Listening, serve } from '../../../local/http.ts';
import { createManualClock } from '../../manual-clock.ts';

let listening: Listening | undefined;

afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

describe('murmur2', () => {
  // the values of UtilsTest.testMurmur2 in Apache Kafka
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is Kafka’s', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });
});

describe('the log', () => {
  it('puts records with one key into one partition, in order, with rising offsets', () => {
    const log = createLog({ partitions: 3, clock: createManualClock() });
    const places = [1, 2, 3].map((value) => log.produce('orders', { key: 'foobar', value: String(value) }));
    const partition = (-790332482 & 0x7fffffff) % 3;
    expect(places).toEqual([0, 1, 2].map((offset) => ({ partition, offset })));
    expect(Buffer.from(log.partitions('orders')[partition]?.at(1)?.value ?? []).toString()).toBe('2');
  });

  it('spreads records without a key over all partitions', () => {
    const log = createLog({ partitions: 3, clock: createManualClock() });
    const partitions = [1, 2, 3].map(() => log.produce('orders', { value: 'x' }).partition);
    expect(partitions.toSorted()).toEqual([0, 1, 2]);
  });

  it('keeps key, value, headers and timestamp, and a tombstone without a value', () => {
    const clock = createManualClock();
    const log = createLog({ partitions: 1, clock });
    log.produce('t', {
      key: new Uint8Array([0xff]),
      value: null,
      headers: [
        ['a', '1'],
        ['a', new Uint8Array([2])],
      ],
    });
    expect(log.partitions('t')[0]?.at(0)).toEqual({
      topic: 't',
      partition: 0,
      offset: 0,
      timestamp: clock.now(),
      key: new Uint8Array([0xff]),
      value: undefined,
      headers: [
        ['a', Buffer.from('1')],
        ['a', new Uint8Array([2])],
      ],
    });
  });

  it('drops what is older than the retention and goes on counting offsets', () => {
    const clock = createManualClock();
    const log = createLog({ partitions: 1, clock, retentionMs: 1000 });
    log.produce('t', { value: 'old' });
    clock.advance(1001);
    log.produce('t', { value: 'new' });
    expect(log.partitions('t')[0]).toMatchObject({ start: 1, end: 2 });
    expect(log.partitions('t')[0]?.at(0)).toBeUndefined();
    expect(log.partitions('t')[0]?.bytesFrom(1)).toBe(3);
  });

  it('refuses what a broker refuses', () => {
    const log = createLog({ partitions: 2, clock: createManualClock() });
    expect(() => log.produce('no/such', { value: 'x' })).toThrow('no name of a topic');
    expect(() => log.produce('t', { value: 'x', partition: 2 })).toThrow('The topic t has no partition 2');
    expect(() => log.produce('t', { value: Buffer.alloc(1_048_589) })).toThrow('more than the 1048588 that fit');
  });
});

describe('the log over HTTP', () => {
  const start = async () => {
    const log = createLog({ partitions: 1, clock: createManualClock() });
    listening = await serve(createLogApi(log));
    const { url } = listening;
    const post = async (type: string, body: string, topic = 'orders') => {
      const headers = { 'content-type': type };
      const response = await fetch(`${url}/topics/${topic}`, { method: 'POST', headers, body });
      return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
    };
    return { log, url, post };
  };
  const binary = 'application/vnd.kafka.binary.v2+json';
  const json = 'application/vnd.kafka.json.v2+json; charset=utf-8';

  it('takes binary records', async () => {
    const { log, post } = await start();
    const answer = await post(binary, JSON.stringify({ records: [{ key: 'aw==', value: '/w==' }, { value: null }] }));
    expect(answer).toEqual({
      status: 200,
      type: 'application/vnd.kafka.v2+json',
      body: {
        offsets: [0, 1].map((offset) => ({ partition: 0, offset, error_code: null, error: null })),
        key_schema_id: null,
        value_schema_id: null,
      },
    });
    expect(log.partitions('orders')[0]?.at(0)).toMatchObject({ key: Buffer.from('k'), value: Buffer.from([0xff]) });
    expect(log.partitions('orders')[0]?.at(1)?.value).toBeUndefined();
  });

  it('takes JSON records', async () => {
    const { log, post } = await start();
    await post(json, '{"records":[{"key":"k","value":{"id":"1","n":[1]},"partition":0}]}');
    expect(Buffer.from(log.partitions('orders')[0]?.at(0)?.value ?? []).toString()).toBe('{"id":"1","n":[1]}');
  });

  it('answers each record that a broker refuses with an error of its own', async () => {
    const { post } = await start();
    const { body } = await post(json, '{"records":[{"value":1,"partition":9},{"value":2}]}');
    expect(body).toMatchObject({
      offsets: [
        { partition: null, offset: null, error_code: 1, error: 'The topic orders has no partition 9' },
        { partition: 0, offset: 0, error_code: null, error: null },
      ],
    });
  });

  it.each([
    ['another content type', 'application/json', '{"records":[]}', 415],
    ['a name that every object has', 'constructor', '{"records":[]}', 415],
    ['a body that is no JSON', binary, '{', 422],
    ['no records', binary, '{}', 422],
    ['a value that is no base64', binary, '{"records":[{"value":"!"}]}', 422],
    ['a record that is no object', json, '{"records":[1]}', 422],
    ['a value nested 100,000 deep', json, `{"records":[{"value":${'['.repeat(1e5)}${']'.repeat(1e5)}}]}`, 422],
  ])('refuses %s', async (_, type, body, status) => {
    const { post } = await start();
    expect(await post(type, body)).toMatchObject({ status, body: { message: expect.any(String) } });
  });

  it('lists and describes topics', async () => {
    const { log, url } = await start();
    log.createTopic('a.b', 2);
    expect(await (await fetch(`${url}/topics`)).json()).toEqual(['a.b']);
    expect(await (await fetch(`${url}/topics/a.b`)).json()).toMatchObject({
      partitions: [{ partition: 0 }, { partition: 1 }],
    });
    expect((await fetch(`${url}/topics/none`)).status).toBe(404);
    expect((await fetch(`${url}/other`)).status).toBe(404);
  });
});
