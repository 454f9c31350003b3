import { toJSONSchema } from 'zod';
import { type DataOf, events } from '../../shared/schemas/events.ts';
import { fromJsonSchema } from './from-json-schema.ts';
import { sampleOrder } from './sample-order.ts';

/** An event type that has a schema in shared/schemas/events.ts. */
export type KnownType = keyof typeof events;

export function isKnownType(type: string): type is KnownType {
  return Object.hasOwn(events, type);
}

/** Data that fits an event type's schema. */
export function sampleFor<Type extends KnownType>(type: Type): DataOf<Type> {
  // An order is what people look at: it gets amounts that add up, where a walk over its schema would only make it valid.
  const data = type === 'order.placed' ? sampleOrder() : fromJsonSchema(toJSONSchema(events[type]));
  return data as DataOf<Type>; // made from that type's schema
}
