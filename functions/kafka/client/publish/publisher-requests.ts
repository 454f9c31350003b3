import { PortError } from '../../../../shared/delivery/port-error.ts';
import type { CloudEvent } from '../../../../shared/schemas/cloudevent.ts';
import type { NewRecord } from './publisher-record.ts';

/** A record with its event, which a message about it names. */
export type Written = { readonly event: CloudEvent; readonly record: NewRecord };

/** What a record's own fields and its batch cost at most, beside key, value and headers (KIP-98, "Message format"). */
const RECORD = 32;
const HEADER = 10;
/** A request's and a batch's head, with the topic's name. */
const HEAD = 512;

/** The records in their order, in as few requests as `most` bytes allow. Throws a PortError, refused, when one does not fit at all. */
export function toRequests(written: readonly Written[], most: number): readonly (readonly NewRecord[])[] {
  const requests: NewRecord[][] = [];
  let room = 0;
  for (const { event, record } of written) {
    const size = sizeOf(record);
    if (size > most - HEAD) tooLarge(event, { size, most: most - HEAD, topic: record.topic });
    if (size > room) {
      requests.push([]);
      room = most - HEAD;
    }
    requests.at(-1)?.push(record);
    room -= size;
  }
  return requests;
}

/** In bytes before compression, as Kafka's own clients count them: what is compressed is not known before it is. */
export function sizeOf({ key, value, headers }: NewRecord): number {
  const named = Object.entries(headers).map(
    ([name, text]) => HEADER + Buffer.byteLength(name) + Buffer.byteLength(text),
  );
  return RECORD + Buffer.byteLength(key) + value.length + named.reduce((sum, one) => sum + one, 0);
}

type Size = { readonly size: number; readonly most: number; readonly topic: string };

function tooLarge({ id, type }: CloudEvent, { size, most, topic }: Size): never {
  const message = `The event ${id} (${type}) takes ${size} bytes on the topic ${topic}: expected at most ${most} (max.request.size); put large data into a blob and send its address`;
  throw new PortError('refused', 'publisher', { message });
}
