import { AwsError } from '../aws-error.ts';

/** An entry of PutEvents, as a caller may send it (Amazon EventBridge API Reference, "PutEventsRequestEntry"). */
export type PutEventsEntry = {
  readonly Source?: string | undefined;
  readonly DetailType?: string | undefined;
  /** JSON text of an object. */
  readonly Detail?: string | undefined;
  readonly EventBusName?: string | undefined;
  readonly Resources?: readonly string[] | undefined;
  /** A date, or seconds since the epoch. */
  readonly Time?: Date | number | undefined;
};

export type EntryProblem = { readonly ErrorCode: string; readonly ErrorMessage: string };

/** Bytes of all entries of a request together; 256 KB until January 2026. */
const maxSize = 1024 * 1024;

/** PutEvents processes no JSON that is nested deeper. */
const maxDepth = 1000;

/** Throws the `AwsError` that refuses the whole request: it takes 1 to 10 entries and 1 MB. */
export function checkRequest(entries: readonly PutEventsEntry[]): void {
  const length = entries.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 10';
  const wrongCount = `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${length}`;
  if (entries.length === 0 || entries.length > 10) throw new AwsError(400, 'ValidationException', wrongCount);
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  const tooLarge = 'Total size of the entries in the request is over the limit.';
  if (size > maxSize) throw new AwsError(400, 'ValidationException', tooLarge);
}

/** What is wrong with one entry; undefined when it can be sent on. */
export function checkEntry(entry: PutEventsEntry): EntryProblem | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
    if (!entry[name]) return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  if (!isTime(entry.Time)) return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Time is not valid.' };
  if (!isObjectText(entry.Detail ?? '')) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  if (!entry.Source?.startsWith('aws.')) return undefined;
  return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
}

/** Bytes of an entry (EventBridge User Guide, "Calculating Amazon EventBridge event entry size"). */
function sizeOf({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: PutEventsEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources].map((text) => Buffer.byteLength(text));
  return texts.reduce((sum, size) => sum + size, Time === undefined ? 0 : 14);
}

function isTime(time: PutEventsEntry['Time']): boolean {
  return time === undefined || !Number.isNaN(toDate(time).getTime());
}

/** Of an entry's `Time`. */
export function toDate(time: Date | number): Date {
  return typeof time === 'number' ? new Date(time * 1000) : time;
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) && depthOf(text) <= maxDepth;
  } catch {
    return false;
  }
}

/** How deep a valid JSON text is nested, without recursion. */
function depthOf(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString && char === '\\') i++;
    else if (char === '"') inString = !inString;
    else if (!inString && (char === '{' || char === '[')) deepest = Math.max(deepest, ++depth);
    else if (!inString && (char === '}' || char === ']')) depth--;
  }
  return deepest;
}
