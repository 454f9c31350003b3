import type { GivenUp } from '../../shared/delivery/give-up.ts';
import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import type { Blobs } from '../../shared/routing/context.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject, parseJson, toJson } from '../../shared/schemas/json.ts';
import { fail, ok, type Result, show } from '../../shared/schemas/result.ts';
import { type Ref, toEvent } from './decode.ts';

/** A blob of the dead-letter container, or why it cannot be had; `notice` is the event that told of it. */
export type DeadLetterBlob = { readonly notice: unknown; readonly bytes: Result<Uint8Array> };

/** The most that one blob may hold: it is read as a whole. */
const LARGEST = 64 * 1024 * 1024;

/** Reads the blob that an event of the dead-letter container tells of. Throws a PortError when the store is down. */
export async function readDeadLetters(blobs: Blobs, notice: unknown): Promise<DeadLetterBlob> {
  const place = placeOf(notice);
  if (!place.ok) return { notice, bytes: place };
  const { bucket, name } = place.value;
  const found = await blobs.read({ bucket, name }, LARGEST);
  if (found.kind === 'found') return { notice, bytes: ok(found.blob.bytes) };
  const message = `The dead-letter blob ${bucket}/${name} cannot be read`;
  return { notice, bytes: fail({ code: 'no-dead-letter', message, expected: 'a blob', got: found.kind }) };
}

/**
 * The events of a dead-letter blob: an array in the schema of the subscription (Event Grid documentation, "Event delivery and retry").
 * What Event Grid added to each is taken off again, so that it is the event that was sent.
 */
export function decodeDeadLetters({ notice, bytes }: DeadLetterBlob, limits: Limits): readonly GivenUp<Ref>[] {
  const list = bytes.ok ? parseJson(bytes.value) : bytes;
  const raw = bytes.ok ? bytes.value : Buffer.from(toJson(notice));
  if (!list.ok) return [toItem({ event: list, raw, why: toReason({}) })];
  const place = placeOf(notice);
  const container = place.ok ? place.value.bucket : '';
  return [list.value].flat().map((record) => fromRecord(record, container, limits));
}

type Part = Pick<GivenUp<Ref>, 'event' | 'raw' | 'why'>;

function toItem(part: Part): GivenUp<Ref> {
  return { ref: null, lane: '', ...part };
}

function fromRecord(record: unknown, container: string, limits: Limits): GivenUp<Ref> {
  const { added, original } = takeApart(record);
  const raw = Buffer.from(toJson(original));
  const event = raw.length > limits.event ? tooLarge('event', raw.length, limits) : toEvent(original);
  return toItem({ event: isNotice(event, container) ? unread(event) : event, raw, why: toReason(added) });
}

const ADDED = [
  'deadLetterReason',
  'deliveryAttempts',
  'lastDeliveryOutcome',
  'lastHttpStatusCode',
  'publishTime',
  'lastDeliveryAttemptTime',
].map((name) => name.toLowerCase());

type Added = Readonly<Record<string, unknown>>;

/** The members that Event Grid added, by their names in lower case, as CloudEvents have them; its own schema has capitals too. */
function takeApart(record: unknown): { readonly added: Added; readonly original: unknown } {
  if (!isObject(record)) return { added: {}, original: record };
  const { true: added = [], false: own = [] } = Object.groupBy(Object.entries(record), ([name]) =>
    ADDED.includes(name.toLowerCase()) ? 'true' : 'false',
  );
  const lower = added.map(([name, value]) => [name.toLowerCase(), value]);
  return { added: Object.fromEntries(lower), original: Object.fromEntries(own) };
}

function toReason({ deadletterreason: reason, deliveryattempts: count, lastdeliveryoutcome: last }: Added): string {
  const why = typeof reason === 'string' ? reason : 'it does not say why';
  const when = typeof count === 'number' ? ` at attempt ${count}` : '';
  return `Event Grid gave up on it: ${why}${when}${typeof last === 'string' ? `, the last one ended with ${last}` : ''}`;
}

type Place = { readonly bucket: string; readonly name: string };

function placeOf(notice: unknown): Result<Place> {
  const event = toEvent(notice);
  if (!event.ok) return event;
  const { bucket, name } = isObject(event.value.data) ? event.value.data : {};
  if (event.value.type === 'blob.uploaded' && typeof bucket === 'string' && typeof name === 'string')
    return ok({ bucket, name });
  const message = 'The event tells of no dead-letter blob';
  return fail({
    code: 'no-dead-letter',
    message,
    at: '/type',
    expected: 'Microsoft.Storage.BlobCreated',
    got: show(event.value.type),
  });
}

/** An event of the container itself that was given up: what its blob holds has not been read. */
function isNotice(event: Result<CloudEvent>, container: string): event is Extract<Result<CloudEvent>, { ok: true }> {
  return (
    event.ok &&
    event.value.type === 'blob.uploaded' &&
    isObject(event.value.data) &&
    event.value.data.bucket === container
  );
}

function unread({ value }: { readonly value: CloudEvent }): Result<never> {
  const message = `The dead-letter blob ${value.subject} has not been read`;
  return fail({
    code: 'no-dead-letter',
    message,
    fix: 'File what it holds by sending its event to the function again',
  });
}
