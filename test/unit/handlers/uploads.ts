import type { MemoryBlob } from '../../../shared/delivery/embedded/memory-blobs.ts';
import { type RouteTrial, testRoute } from '../../../shared/delivery/test-route.ts';
import { routes } from '../../../shared/routes.ts';
import type { Target } from '../../../shared/routing/table.ts';
import { contentTypeOf, toBlobUploaded } from '../../../shared/schemas/blob.ts';

export type Upload = {
  readonly name?: string;
  readonly version?: string;
  readonly bytes: Uint8Array;
  readonly route?: Target;
  /** More that is in the store, by `bucket/name`. */
  readonly blobs?: Readonly<Record<string, MemoryBlob>>;
};

export function resizeRoute(): Target {
  const found = routes.routes.find(({ name }) => name === 'resize');
  if (found === undefined) throw new Error('The table has no route "resize"');
  return found;
}

/** The event of an upload to the bucket `uploads`. */
export function uploaded({ name = 'photos/cat.jpg', version = '7', size = 1 }) {
  const contentType = contentTypeOf(name).startsWith('image/') ? contentTypeOf(name) : 'image/jpeg';
  return toBlobUploaded('gs://uploads', {
    bucket: 'uploads',
    name,
    version,
    size,
    contentType,
    etag: `etag-${version}`,
  });
}

/** Puts a file into the store and gives its event to the table's own resize route. */
export function upload({
  name = 'photos/cat.jpg',
  version = '7',
  bytes,
  route,
  blobs = {},
}: Upload): Promise<RouteTrial> {
  const event = uploaded({ name, version, size: bytes.length });
  const blob = { bytes, contentType: event.data?.contentType ?? '', metadata: {}, version };
  return testRoute(route ?? resizeRoute(), event, { blobs: { [`uploads/${name}`]: blob, ...blobs } });
}

/** The thumbnail of that name in the bucket `thumbnails`. */
export function thumbnail({ blobs, outcome }: RouteTrial, name: string): MemoryBlob {
  const found = blobs.get(`thumbnails/${name}`);
  if (found === undefined)
    throw new Error(`No ${name} among ${[...blobs.keys()].join(', ')}: ${JSON.stringify(outcome)}`);
  return found;
}

/** The names in the bucket `thumbnails`. */
export function thumbnails({ blobs }: RouteTrial): readonly string[] {
  return [...blobs.keys()].flatMap((key) => (key.startsWith('thumbnails/') ? [key.slice('thumbnails/'.length)] : []));
}
