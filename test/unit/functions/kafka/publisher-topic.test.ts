import { describe, expect, it } from '@jest/globals';
import { publisherTopic } from '../../../../functions/kafka/client/publish/publisher-topic.ts';

const topicFor = publisherTopic({ shop: { types: ['order.placed'], mode: 'binary' } }, 'orders');
const EVENT = { specversion: '1.0', id: '1', source: '/test' } as const;

describe('the topic of an event that is published', () => {
  it('is the one that the route table has for its type', () => {
    expect(topicFor({ ...EVENT, type: 'order.placed' })).toEqual({ name: 'shop', mode: 'binary' });
  });

  it('is the default one for a type without a topic of its own', () => {
    expect(topicFor({ ...EVENT, type: 'order.shipped' })).toEqual({ name: 'orders', mode: 'structured' });
  });

  it('is the default one for a redrive, which no other reader of its type’s topic is to get again', () => {
    const redriven = { ...EVENT, type: 'order.placed', waybillroute: 'ship', waybillredrive: 1 };
    expect(topicFor(redriven)).toEqual({ name: 'orders', mode: 'structured' });
  });
});
