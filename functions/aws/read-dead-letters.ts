import type { Limits } from '../../shared/delivery/limits.ts';
import type { Blobs } from '../../shared/routing/context.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { fail, ok, type Result } from '../../shared/schemas/result.ts';
import { decode } from './decode.ts';

/** What the function is called with, and every object of the on-failure bucket that this tells of, by its name. */
export type DeadLetterPayload = {
  readonly payload: unknown;
  readonly bucket: string | undefined;
  readonly objects: ReadonlyMap<string, Result<Uint8Array>>;
};

type Store = { readonly blobs: Blobs; readonly bucket: string | undefined };

/** The most that one record may hold: it is read as a whole. */
const LARGEST = 64 * 1024 * 1024;
const NO_LIMITS: Limits = { event: Number.POSITIVE_INFINITY, batch: Number.POSITIVE_INFINITY };

/** Reads the records that a payload's S3 notifications tell of, in whatever envelope. Throws a PortError when the store is down. */
export async function readDeadLetters({ blobs, bucket }: Store, payload: unknown): Promise<DeadLetterPayload> {
  const places = decode(payload, NO_LIMITS).map(({ event }) => uploadOf(event));
  const names = new Set(
    places.flatMap((place) => (place !== undefined && place.bucket === bucket ? [place.name] : [])),
  );
  const read = async (name: string) => [name, await readObject(blobs, String(bucket), name)] as const;
  return { payload, bucket, objects: new Map(await Promise.all([...names].map(read))) };
}

async function readObject(blobs: Blobs, bucket: string, name: string): Promise<Result<Uint8Array>> {
  const found = await blobs.read({ bucket, name }, LARGEST);
  if (found.kind === 'found') return ok(found.blob.bytes);
  const message = `The record s3://${bucket}/${name} of a failed invocation cannot be read`;
  return fail({ code: 'no-dead-letter', message, expected: 'an object', got: found.kind });
}

/** The place of an upload; undefined of any other event. */
export function uploadOf(event: Result<CloudEvent>): { readonly bucket: string; readonly name: string } | undefined {
  if (!event.ok || event.value.type !== 'blob.uploaded' || !isObject(event.value.data)) return undefined;
  const { bucket, name } = event.value.data;
  return { bucket: String(bucket), name: String(name) };
}
