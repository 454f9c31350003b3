import type { KafkaTroubleKind } from './errors/errors-row.ts';
import { type KafkaErrorCode, kafkaErrors } from './errors/errors-table.ts';
import { findCode } from './errors/explain-code.ts';
import { findPlace, type KafkaPlace } from './errors/explain-place.ts';
import { quote } from './errors/explain-quote.ts';
import { errorOf, walk } from './errors/explain-walk.ts';

export type KafkaTrouble = {
  readonly code: KafkaErrorCode;
  readonly kind: KafkaTroubleKind;
  /** What is wrong, where, in whose words, and what to do, in one sentence without secrets. */
  readonly message: string;
  readonly causes: readonly string[];
  readonly fix: string;
  readonly retriable: boolean;
  readonly place: KafkaPlace;
  /** What the broker, the client or the system said about it. */
  readonly words: string;
  /** What was thrown. It may hold whole answers of the broker, so that it must not be logged as it is. */
  readonly cause: unknown;
};

/**
 * What an error of the Kafka client means. Its parts are looked at one by one: `findBy` of the client's own ignores causes. A refusal does
 * not always say of what: then it is what was asked for.
 */
export function explainKafkaError(error: unknown, asked: Asked = {}): KafkaTrouble {
  const parts = walk(error);
  const last = parts.at(-1);
  const { code, part } = findCode(parts) ?? { code: 'unknown' as const, part: last };
  if (part === undefined) return toTrouble(code, { place: {}, words: `a thrown ${typeof error}`, cause: error });
  const field = REFUSED[code];
  const place = { ...(field && asked[field] !== undefined && { [field]: asked[field] }), ...findPlace(part) };
  return toTrouble(code, { place, words: quote(errorOf(part)), cause: error });
}

/** What a call was about, as far as whoever made it knows. */
type Asked = { readonly topic?: string | undefined; readonly group?: string | undefined };

const REFUSED: Readonly<Partial<Record<KafkaErrorCode, keyof Asked>>> = {
  'topic-not-permitted': 'topic',
  'group-not-permitted': 'group',
};

/** A client that is asked for TLS does not say by whom: by one of its brokers, whose listeners are of one kind. */
export function nameBrokers(trouble: KafkaTrouble, brokers: readonly string[]): KafkaTrouble {
  const { code, place, words, cause } = trouble;
  if (code !== 'plaintext-to-tls' || place.broker !== undefined) return trouble;
  return toTrouble(code, { place: { broker: brokers.join(', '), ...place }, words, cause });
}

/** Trouble of a known code, such as one that a probe found. */
export function toTrouble(
  code: KafkaErrorCode,
  { place, words, cause }: { readonly place: KafkaPlace; readonly words: string; readonly cause: unknown },
): KafkaTrouble {
  const { kind, sentence, causes, fix, retriable } = kafkaErrors[code];
  const facts = [...placeWords(place), ...(words === '' ? [] : [`“${words}”`])];
  const message = `${sentence}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}: ${fix}`;
  return { code, kind, message, causes, fix, retriable, place, words, cause };
}

function placeWords({ broker, topic, partition, partitions = [], group, mechanisms }: KafkaPlace): string[] {
  return [
    ...(broker === undefined ? [] : [broker]),
    ...(topic === undefined ? [] : [`topic ${topic}`]),
    ...(partition === undefined ? [] : [`partition ${partition}`]),
    ...(partitions.length === 0 ? [] : [`partition${partitions.length === 1 ? '' : 's'} ${partitions.join(', ')}`]),
    ...(group === undefined ? [] : [`group ${group}`]),
    ...(mechanisms === undefined ? [] : [`it offers ${mechanisms.join(', ')}`]),
  ];
}
