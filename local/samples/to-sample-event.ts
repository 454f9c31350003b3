import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { DataOf } from '../../shared/schemas/events.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { type KnownType, sampleFor } from './sample-for.ts';

/** A CloudEvent of a known type, with an id that none had before and the time of now. Its subject is the order's id or the object's name. */
export function toSampleEvent<Type extends KnownType>(
  type: Type,
  data = sampleFor(type),
): CloudEvent<DataOf<Type>> & { readonly data: DataOf<Type> } {
  const { orderId, name }: Readonly<Record<string, unknown>> = isObject(data) ? data : {};
  const subject = orderId ?? name;
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/waybill/samples',
    type,
    ...(typeof subject === 'string' ? { subject } : {}),
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data,
  };
}
