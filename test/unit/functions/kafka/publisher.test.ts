import { describe, expect, it } from '@jest/globals';
import { createPublisher } from '../../../../functions/kafka/publisher.ts';
import { closedPort } from '../closed-port.ts';
import { EVENT } from '../published-events.ts';

describe('the publisher to Kafka', () => {
  it('is unavailable when nothing listens', async () => {
    const publish = createPublisher({ KAFKA_BROKERS: await closedPort(), KAFKA_TOPIC: 'orders' });
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  });

  it('says which variable it misses', () => {
    expect(() => createPublisher({})).toThrow('KAFKA_BROKERS');
    expect(() => createPublisher({ KAFKA_BROKERS: '127.0.0.1:9092' })).toThrow('KAFKA_TOPIC');
  });
});
