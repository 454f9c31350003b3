import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { type Topics, topicOf } from '../../../shared/routing/topics.ts';

const handle = async () => {};
const reserve = route({
  name: 'reserve',
  on: ['order.placed', 'constructor'],
  schema: z.unknown(),
  handle,
  emits: ['inventory.reserved', 'inventory.rejected'],
});

function define(topics: Topics) {
  return defineRoutes([reserve], { topics });
}

describe('the topics of a route table', () => {
  const { topics } = define({
    orders: { types: ['order.placed', 'constructor'], mode: 'binary' },
    'stock.events': { types: ['inventory.reserved'] },
  });

  it('name the topic of a type, and how its events lie there', () => {
    expect(topicOf(topics, 'order.placed')).toEqual({ name: 'orders', mode: 'binary' });
    expect(topicOf(topics, 'constructor')).toEqual({ name: 'orders', mode: 'binary' });
    expect(topicOf(topics, 'inventory.reserved')).toEqual({ name: 'stock.events', mode: 'structured' });
  });

  it('have none for a type without an entry', () => {
    expect(topicOf(topics, 'inventory.rejected')).toBeUndefined();
    expect(topicOf(defineRoutes([reserve]).topics, 'order.placed')).toBeUndefined();
    expect(topicOf(topics, 'toString')).toBeUndefined();
  });

  const types = ['order.placed'];
  it.each<[string, Topics, string]>([
    ['an empty name', { '': { types } }, 'Topic "": Kafka takes no such name: expected 1 to 249 letters'],
    ['a name with a space', { 'my orders': { types } }, 'Topic my orders: Kafka takes no such name'],
    ['a name of two dots', { '..': { types } }, 'Topic ..: Kafka takes no such name'],
    ['a name that is too long', { ['x'.repeat(250)]: { types } }, 'Kafka takes no such name'],
    ['a name of Kafka’s own', { __consumer_offsets: { types } }, 'names that begin with "__" are Kafka’s own'],
    [
      'names that Kafka’s metrics do not tell apart',
      { 'a.b': { types }, a_b: { types: ['inventory.reserved'] } },
      'Topic a.b: Kafka does not tell it from "a_b"',
    ],
    ['a topic without types', { orders: { types: [] } }, 'Topic orders: no types: expected at least one event type'],
    [
      'a type in two topics',
      { orders: { types }, sales: { types } },
      'Topic sales: the type "order.placed" is also in "orders": expected each type once',
    ],
    ['a type twice in one topic', { orders: { types: [...types, ...types] } }, 'is also in "orders"'],
    [
      'a type that no route names or emits',
      { orders: { types: ['order.place'] } },
      'Topic orders: no route names or emits the type "order.place": expected one that does. Did you mean "order.placed"?',
    ],
    ['a type of the router’s own', { orders: { types: ['waybill.sweep'] } }, 'no route names or emits the type'],
  ])('do not load with %s', (_what, wrong, message) => {
    expect(() => define(wrong)).toThrow(message);
  });

  it('do not load with a mode that does not exist, which only a type check would say otherwise', () => {
    // @ts-expect-error no such mode
    expect(() => define({ orders: { types, mode: 'avro' } })).toThrow(
      'Topic orders: the mode "avro": expected one of structured, binary',
    );
  });
});
