import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { type HostClient, startHostClient } from './azure-host-client.ts';

let host: HostClient;
beforeAll(async () => {
  host = await startHostClient();
});
afterAll(() => host.stop());

const feed = async (name: string, body: object) => {
  const response = await host.post(`/runtime/webhooks/eventhub?functionName=${name}`, JSON.stringify(body));
  return { status: response.status, text: await response.text() };
};

describe('Event Hubs batches', () => {
  const base = { sequenceNumber: 7, offset: '616008', enqueuedTimeUtc: '2026-01-01T00:00:02.250Z' };

  it('come with the metadata that the vendor’s extension and host make of them', async () => {
    const from = await host.mark();
    const properties = { 'Content-Type': 'application/json', ce_id: 'x' };
    const events = [
      { ...base, body: { a: 1 }, properties, partitionKey: 'k', systemProperties: { 'x-opt-extra': 1 } },
      { ...base, sequenceNumber: 8, body: 'no JSON' },
    ];
    expect(await feed('hub', { partitionId: '3', events })).toEqual({
      status: 200,
      text: '{"outcome":"succeeded","attempts":1}',
    });
    const [{ messages, metadata, retryContext }] = await host.reports(from, 'hub');
    expect([messages, retryContext]).toEqual([[{ a: 1 }, 'no JSON'], undefined]);
    expect(metadata).toMatchObject({
      partitionContext: { partitionId: '3', eventHubName: 'orders', consumerGroup: '$Default' },
      sequenceNumberArray: [7, 8],
      offsetArray: [616008, 616008],
      enqueuedTimeUtcArray: ['2026-01-01T00:00:02.25', '2026-01-01T00:00:02.25'],
      propertiesArray: [{ 'content-Type': 'application/json', ce_id: 'x' }, {}],
    });
    expect(metadata.systemPropertiesArray[0]).toEqual({
      'x-opt-sequence-number': 7,
      'x-opt-offset': 616008,
      'x-opt-enqueued-time': '2026-01-01T00:00:02.25+00:00',
      'x-opt-partition-key': 'k',
      'x-opt-extra': 1,
      sequenceNumber: 7,
      offset: 616008,
      partitionKey: 'k',
      enqueuedTimeUtc: '2026-01-01T00:00:02.25',
    });
  });

  it('lose empty bodies and absent partition keys, as in Azure', async () => {
    const from = await host.mark();
    await feed('hub', { events: [{ ...base }, { ...base, body: 'b', partitionKey: 'k' }, { ...base, body: '' }] });
    const [{ messages, metadata }] = await host.reports(from, 'hub');
    expect([messages, metadata.partitionKeyArray, metadata.sequenceNumberArray]).toEqual([['b'], ['k'], [7, 7, 7]]);
  });

  it('keep every body, as bytes, with dataType binary', async () => {
    const from = await host.mark();
    await feed('hub-binary', { events: [{ ...base, bodyBase64: '/wA=' }, { ...base }] });
    const [{ messages }] = await host.reports(from, 'hub-binary');
    expect(messages).toEqual([
      { type: 'Buffer', data: [255, 0] },
      { type: 'Buffer', data: [] },
    ]);
  });

  it('are tried again for ever by an unlimited retry policy, with the retry context', async () => {
    const from = await host.mark();
    expect((await feed('hub', { events: [{ ...base, body: 'fail 7 unlimited' }] })).text).toBe(
      '{"outcome":"succeeded","attempts":8}',
    );
    const contexts = (await host.reports(from, 'hub')).map((report) => report.retryContext);
    expect(contexts[0]).toBeUndefined();
    expect(contexts[7]).toEqual({ retryCount: 7, maxRetryCount: -1, exception: { message: 'failure 7' } });
  });

  it('are given up after a bounded policy’s retries, and the partition goes on', async () => {
    expect((await feed('hub-bounded', { events: [{ ...base, body: 'fail 9 bounded' }] })).text).toBe(
      '{"outcome":"failed","attempts":3}',
    );
    expect((await feed('hub-bounded', { events: [{ ...base, body: 'next' }] })).text).toBe(
      '{"outcome":"succeeded","attempts":1}',
    );
  });

  it('wait for the batch before them in their partition', async () => {
    const from = await host.mark();
    const first = feed('hub', { partitionId: '1', events: [{ ...base, body: 'fail 3 first' }] });
    await until('the first try', async () => (await host.reports(from, 'hub')).length > 0);
    await Promise.all([first, feed('hub', { partitionId: '1', events: [{ ...base, body: 'second' }] })]);
    const order = (await host.reports(from, 'hub')).map(({ messages }) => messages[0]);
    expect(order).toEqual([...Array(4).fill('fail 3 first'), 'second']);
  });

  it('are handed out one by one without cardinality many', async () => {
    const from = await host.mark();
    expect(
      (
        await feed('hub-one', {
          events: [
            { ...base, body: '{"a":1}', partitionKey: 'k' },
            { ...base, body: 'x' },
          ],
        })
      ).text,
    ).toBe('{"outcome":"succeeded","attempts":2}');
    const [one, two] = await host.reports(from, 'hub-one');
    expect([one.messages, two.messages]).toEqual([{ a: 1 }, 'x']);
    expect(one.metadata).toMatchObject({ partitionKey: 'k', sequenceNumber: 7, offset: 616008, properties: {} });
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['no events', '{"events":[]}'],
    ['a body nested too deep', `{"events":[{"body":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`],
    ['a time that is none', '{"events":[{"enqueuedTimeUtc":"soon"}]}'],
  ])('are refused for %s', async (_, body) => {
    expect((await host.post('/runtime/webhooks/eventhub?functionName=hub', body)).status).toBe(400);
  });
});
