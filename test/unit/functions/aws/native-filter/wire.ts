import { decode } from '../../../../../functions/aws/decode.ts';
import type { CompiledAws } from '../../../../../functions/aws/native-filter.ts';
import type { Json } from '../../../../reference/json.ts';
import type { Answer } from '../../../../reference/native/answer.ts';
import { ruleTakes } from '../../../../reference/native/event-bridge.ts';
import { kafkaMappingTakes, queueMappingTakes } from '../../../../reference/native/lambda-criteria.ts';
import { spell } from '../../../../reference/spell.ts';
import { LIMITS } from '../../decoded.ts';
import type { JsonObject } from './events.ts';
import type { Message } from './hold-against.ts';

/** As publisher.ts has it put on the bus: the whole CloudEvent is the detail. */
export function toEnvelope(event: JsonObject): JsonObject {
  return {
    ...{ version: '0', id: 'e', account: '1', region: 'eu-west-1', resources: [] },
    'detail-type': typeof event.type === 'string' ? event.type : 'unknown',
    source: typeof event.source === 'string' ? event.source : 'unknown',
    time: '2026-01-31T12:00:00Z',
    detail: event,
  };
}

export function onBus({ triggers }: CompiledAws, event: JsonObject, plain: boolean): Message {
  const envelope = toEnvelope(event);
  const answer = ruleTakes(triggers.events?.eventPattern, envelope);
  return { shown: JSON.stringify(envelope), answer, items: decode(envelope, LIMITS), plain };
}

type Header = readonly [name: string, value: string];

/** A record of a topic, structured or binary as its headers say. */
export function inTopic(
  { triggers }: CompiledAws,
  record: { readonly value: string; readonly headers?: readonly Header[] },
  plain: boolean,
): Message {
  const value = Buffer.from(record.value);
  const headers = (record.headers ?? []).map(([name, text]) => ({ [name]: [...Buffer.from(text)] }));
  const place = { topic: 't', partition: 0, offset: 1, timestamp: 1 };
  const payload = {
    eventSource: 'aws:kafka',
    records: { 't-0': [{ ...place, value: value.toString('base64'), headers }] },
  };
  const answer = kafkaMappingTakes(triggers.kafka?.filterPatterns ?? [], value);
  return { shown: JSON.stringify(record), answer, items: decode(payload, LIMITS), plain };
}

export function toText(json: Json): string {
  return spell(json, { seed: 0 });
}

/** A message in the queue that S3 notifies; without a trigger no upload gets there, so that none may be wanted. */
export function inQueue({ triggers }: CompiledAws, body: string, plain: boolean): Message {
  const record = {
    messageId: 'm',
    receiptHandle: 'r',
    body,
    attributes: {},
    messageAttributes: {},
    eventSource: 'aws:sqs',
  };
  const answer = triggers.uploads ? queueMappingTakes(triggers.uploads.filterPatterns, body) : untriggered(plain);
  return { shown: body, answer, items: decode({ Records: [record] }, LIMITS), plain };
}

function untriggered(plain: boolean): Answer {
  return { always: !plain, byRuler: !plain };
}
