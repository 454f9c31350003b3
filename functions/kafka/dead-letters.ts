import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { inTime } from '../../shared/delivery/in-time.ts';
import type { CopyLetter } from '../../shared/delivery/letters.ts';
import { once } from '../../shared/delivery/once.ts';
import { patience } from '../../shared/delivery/patience.ts';
import { PortError, toPortError } from '../../shared/delivery/port-error.ts';
import { clientOptions } from './client/client-options.ts';
import type { KafkaErrorCode } from './client/errors/errors-table.ts';
import { explainKafkaError } from './client/errors.ts';
import { type KafkaSettings, kafkaSettings } from './client/settings.ts';
import { type LetterRecord, reasonsAlone, toLetterRecord, withoutValue } from './dead-letters/letter-record.ts';
import type { KafkaRecord } from './decode.ts';

/** KAFKA_DEAD_LETTER_TOPIC, or the default topic’s name with `.dead-letters` after it. */
export function deadLetterTopic(env: Env): string {
  return env.KAFKA_DEAD_LETTER_TOPIC || `${need(env, 'KAFKA_TOPIC', 'the topic for emitted events')}.dead-letters`;
}

/**
 * Writes each letter on the dead-letter topic, acknowledged by all in-sync replicas, before it counts as filed: so before any offset
 * moves. A letter that comes again is written again, under the same `waybill-letter`. Throws a PortError with Kafka's reason.
 */
export function createCopyLetter(env: Env): CopyLetter {
  const settings = kafkaSettings(env);
  const topic = deadLetterTopic(env);
  const group = env.KAFKA_GROUP || 'waybill';
  const opened = once(() => open(settings, topic));
  return async (letter, origin) => {
    const record = origin as KafkaRecord | undefined; // decode made it
    const whole = toLetterRecord(letter, record, group);
    await inTime(patience.total, async () => {
      const send = await opened();
      // A topic takes records up to a size, and one that came with that size is larger with its reasons; and not each topic takes one without a key.
      await send(whole)
        .catch(ifRefused(() => send(withoutValue(whole))))
        .catch(ifRefused(() => send(reasonsAlone(letter, record, group))));
    }).catch((error: unknown) => {
      throw toPortError('dead letters', error);
    });
  };
}

type Send = (record: LetterRecord) => Promise<void>;

async function open(settings: KafkaSettings, topic: string): Promise<Send> {
  const { compatibilityPartitioner, Producer } = await import('@platformatic/kafka');
  const producer = new Producer({
    ...(await clientOptions(settings)),
    partitioner: compatibilityPartitioner,
    requestTimeout: patience.answer,
    timeout: patience.answer - patience.pause,
  });
  const { takeLeaderless } = await import('./client/take-leaderless.ts');
  takeLeaderless(producer);
  const { compression } = settings.limits;
  return async (record) => {
    await producer.send({ messages: [{ topic, ...toMessage(record) }], acks: ALL, compression }).catch(fail(topic));
  };
}

const ALL = -1;

function ifRefused(next: () => Promise<void>) {
  return (error: unknown): Promise<void> => {
    if (!(error instanceof PortError) || error.kind !== 'refused') throw error;
    return next();
  };
}

function toMessage({ key, value, headers }: LetterRecord) {
  const pairs = headers.map(([name, bytes]) => [toBuffer(name), bytes === null ? null : toBuffer(bytes)] as const);
  return {
    ...(key === null ? {} : { key: toBuffer(key) }),
    value: value === null ? null : toBuffer(value),
    // By the identity of a name's bytes, so that a name may repeat.
    headers: new Map(pairs),
  } as { key?: Buffer; value: Buffer; headers: Map<Buffer, Buffer> }; // the client's types know no null, and its writer does
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What the topic will never take: too large, or on a compacted one without a key. */
const NEVER: readonly KafkaErrorCode[] = ['too-large', 'damaged-record'];

function fail(topic: string) {
  return (error: unknown): never => {
    const { code, message, cause } = explainKafkaError(error, { topic });
    throw new PortError(NEVER.includes(code) ? 'refused' : 'unavailable', 'dead letters', { message, cause });
  };
}
