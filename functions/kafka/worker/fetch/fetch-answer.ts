import { ProtocolError, protocolErrorsCodesById, ResponseError, UserError } from '@platformatic/kafka';
import type { FetchResponse, FetchResponsePartition } from './fetch-types.ts';

/** What the broker answered; undefined where none did. To the library, one partition's error is the error of all. */
export function answerOf(error: unknown): FetchResponse | undefined {
  // The library's own, of a Fetch request.
  return error instanceof ResponseError ? (error.response as FetchResponse) : undefined;
}

/** What is to be done about a partition of an answer. */
export type PartitionVerdict =
  | 'records'
  /** The offset is before the first record or after the last one. */
  | 'out-of-range'
  /** The leader is another, or none for now. */
  | 'moved'
  /** The topic was deleted, and perhaps made again. */
  | 'gone'
  /** A grant is missing, a disk failed, a record is damaged. */
  | 'failed';

/** Kafka's error codes ("Error Codes" in its protocol guide). */
const VERDICTS: Readonly<Record<number, PartitionVerdict>> = {
  0: 'records',
  1: 'out-of-range',
  3: 'gone',
  5: 'moved',
  6: 'moved',
  9: 'moved',
  74: 'moved',
  75: 'moved',
  78: 'moved',
  100: 'gone',
  103: 'gone',
};

export function toVerdict({ errorCode }: Pick<FetchResponsePartition, 'errorCode'>): PartitionVerdict {
  return VERDICTS[errorCode] ?? 'failed';
}

/** The broker forgot what it was asked before, as after each error that the library keeps no account of: the same fetch works at once. */
export function isSessionError({ errorCode }: FetchResponse): boolean {
  return errorCode === 70 || errorCode === 71 || errorCode === 106;
}

/** The error of an answer or of a partition of it; the library has no error of its own for a code that is newer than it. */
export function toError({ errorCode }: { readonly errorCode: number }): Error {
  const isKnown = Object.hasOwn(protocolErrorsCodesById, errorCode);
  return isKnown ? new ProtocolError(errorCode) : new UserError(`Kafka error code ${errorCode}`);
}
