import type { Letter } from '../../../shared/delivery/letters.ts';
import type { KafkaRecord } from '../decode.ts';

/** A record to be written. Headers are pairs, since their names may repeat. */
export type LetterRecord = Pick<KafkaRecord, 'key' | 'value' | 'headers'>;

/**
 * A letter as a record of the dead-letter topic: key, value and headers as they came, and after these the names under which Kafka Connect
 * says why (Kafka documentation, "Connect", errors.deadletterqueue.context.headers.enable), and our own. Of a letter that no record led
 * to, the value is what came instead.
 */
export function toLetterRecord(letter: Letter, record: KafkaRecord | undefined, group: string): LetterRecord {
  const { key = null, value = letter.raw, headers = [] } = record ?? {};
  const why = [...connectHeaders(letter, record, group), ...ownHeaders(letter, record)];
  const added = why.map(([name, text]) => [Buffer.from(name), Buffer.from(String(text))] as const);
  return { key, value, headers: [...headers, ...added] };
}

/** The same without its value, for a topic that takes none of this size: the letter itself holds the value. */
export function withoutValue({ key, value, headers }: LetterRecord): LetterRecord {
  const size = [Buffer.from('waybill-value-left-out'), Buffer.from(`${value?.length ?? 0} bytes`)] as const;
  // Empty, since no value at all would delete the key on a compacted topic.
  return { key, value: new Uint8Array(), headers: [...headers, size] };
}

/** What is left where that is too large as well: why, under the letter's id. */
export function reasonsAlone(letter: Letter, record: KafkaRecord | undefined, group: string): LetterRecord {
  const bare = record && { ...record, headers: [] };
  const { value, headers } = withoutValue(toLetterRecord(letter, bare, group));
  const count = [Buffer.from('waybill-headers-left-out'), Buffer.from(`${record?.headers.length ?? 0}`)] as const;
  return { key: Buffer.from(letter.id), value, headers: [...headers, count] };
}

/** So many characters of a reason, which may be somebody else's page. */
const LONGEST = 1_000;

type Named = readonly (readonly [name: string, value: string | number | bigint])[];

function connectHeaders({ code, reason, event, route }: Letter, record: KafkaRecord | undefined, group: string): Named {
  const place: Named =
    record === undefined
      ? []
      : [
          ['topic', record.topic],
          ['partition', record.partition],
          ['offset', record.offset],
        ];
  const all: Named = [
    ...place,
    ['connector.name', group],
    ['task.id', 0],
    // What Connect calls the step in which a value is read, and the one in which it is handed over.
    ['stage', event === undefined ? 'VALUE_CONVERTER' : 'TASK_PUT'],
    ['class.name', route === undefined ? 'waybill' : `waybill.${route}`],
    ['exception.class.name', code],
    ['exception.message', reason.slice(0, LONGEST)],
  ];
  return all.map(([name, value]) => [`__connect.errors.${name}`, value] as const);
}

function ownHeaders({ id, code, route, attempts }: Letter, record: KafkaRecord | undefined): Named {
  return [
    ['waybill-letter', id],
    ['waybill-code', code],
    ...(route === undefined ? [] : [['waybill-route', route] as const]),
    ['waybill-attempts', attempts],
    // Not the copy's own time, by which the topic's retention would end it at once when the record is an old one.
    ...(record === undefined || record.timestamp < 0n ? [] : [['waybill-timestamp', record.timestamp] as const]),
  ];
}
