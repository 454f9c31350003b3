import { describe, expect, it } from '@jest/globals';
import { createKafkaPublisher } from '../../../../functions/kafka/client/publisher.ts';
import { closedPort } from '../closed-port.ts';
import { EVENT } from '../published-events.ts';

describe('the publisher to Kafka', () => {
  it('is unavailable when nothing listens', async () => {
    const publish = createKafkaPublisher({ KAFKA_BROKERS: await closedPort(), KAFKA_TOPIC: 'orders' });
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  });

  it('says which variable it misses', () => {
    expect(() => createKafkaPublisher({})).toThrow('KAFKA_BROKERS');
    expect(() => createKafkaPublisher({ KAFKA_BROKERS: '127.0.0.1:9092' })).toThrow('KAFKA_TOPIC');
  });
});
