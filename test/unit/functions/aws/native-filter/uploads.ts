import fc from 'fast-check';
import { route } from '../../../../../shared/routing/route.ts';
import { defineRoutes, type Table } from '../../../../../shared/routing/table.ts';
import type { Alphabet } from '../../../../reference/alphabets.ts';
import { conditions } from '../../../../reference/conditions.ts';
import type { Trial } from './run.ts';
import { schema } from './tables.ts';
import { inQueue } from './wire.ts';

const NAMES = [
  ...['thumbnails/a.png', 'a.PNG', 'photo.JpG', 'é.png', 'a b.txt', 'uploads/x', 'data', 'x.pdf', 'a+b.gif', 'b%.tiff'],
  ...['10.0.0.1', '010.0.0.1', 'UPLOADS/X', 'A9', 'é', 'up/', '2F', 'a/b/c.Tif', 'c.json', '😀.webp', '"q".png'],
];
const BUCKETS = ['uploads', 'up', 'other'];
const PARTS = [
  '',
  'a',
  'up',
  'uploads/',
  'UP',
  '.png',
  '.PNG',
  'g',
  '9',
  'F',
  'a b',
  'é',
  '/x',
  's3://up',
  's3://',
  'gs://up',
  's',
];
const SIZES = [0, 1, 100, 5_000_000_000, 6_000_000_000];
const TYPES = ['image/png', 'image/', 'text/', 'application/octet-stream', 'application/json', '1.0'];

const WHOLE: Alphabet = {
  name: 'uploads',
  keys: [],
  texts: [...NAMES, ...BUCKETS, ...PARTS, ...TYPES],
  numbers: SIZES,
};

type Fields = Readonly<Record<string, readonly string[]>>;

/** What a notification tells, and texts to ask of it. */
const JUDGED: Fields = {
  'data.name': [...NAMES, ...PARTS],
  subject: [...NAMES, ...PARTS],
  'data.bucket': BUCKETS,
  source: ['s3://uploads', 's3://up', 's3:', 's3://', 'gs://uploads', 'loads'],
  'data.contentType': TYPES,
  'data.size': ['1'],
  specversion: ['1.0', '1'],
  datacontenttype: TYPES,
};

const OTHER_FIELDS: Fields = Object.fromEntries(
  ['id', 'time', 'data.version', 'data.etag', 'ext', 'data.other', 'data'].map((path) => [path, PARTS]),
);

type Made = { readonly table: Table; readonly alphabet: Alphabet };

/** Tables whose routes ask of what an upload has, and of what it does not have. */
export const uploadTables: fc.Arbitrary<Made> = fc
  .tuple(fc.array(wheres(), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([all, drops]) => ({ table: build(all, drops), alphabet: WHOLE }))
  .filter((made): made is Made => made.table !== undefined);

function wheres(): fc.Arbitrary<object> {
  const field = fc
    .oneof(
      { arbitrary: fc.constantFrom(...Object.entries(JUDGED)), weight: 9 },
      fc.constantFrom(...Object.entries(OTHER_FIELDS)),
    )
    .chain(([path, texts]) =>
      fc.tuple(fc.constant(path), fc.array(conditions({ ...WHOLE, texts }, true), { minLength: 1, maxLength: 2 })),
    );
  const fields = fc.array(field, { minLength: 1, maxLength: 2 }).map((entries) => Object.fromEntries(entries));
  return fc.oneof(
    { arbitrary: fields, weight: 4 },
    { arbitrary: fc.array(fields, { minLength: 2, maxLength: 3 }).map(($or) => ({ $or })), weight: 1 },
  );
}

function build(all: readonly object[], drops: boolean): Table | undefined {
  try {
    const routes = all.map((where, index) =>
      route({ name: `route-${index}`, on: 'blob.uploaded', where, schema, handle: async () => {} }),
    );
    return defineRoutes(routes, { unrouted: drops ? 'drop' : 'dead-letter' });
  } catch {
    return undefined;
  }
}

type Upload = { readonly name: string; readonly bucket: string; readonly size: number; readonly slash: '/' | '%2F' };

const uploads: fc.Arbitrary<Upload> = fc.record({
  name: fc.constantFrom(...NAMES),
  bucket: fc.constantFrom(...BUCKETS),
  size: fc.constantFrom(...SIZES),
  slash: fc.constantFrom('/', '/', '%2F'),
});

function toRecord({ name, bucket, size, slash }: Upload, eventName = 'ObjectCreated:Put') {
  const key = encodeURIComponent(name).replaceAll('%20', '+').replaceAll('%2F', slash);
  const object = { key, size, eTag: 'e', sequencer: '0A' };
  const eventTime = '2026-01-31T12:00:00.000Z';
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    eventTime,
    eventName,
    s3: { bucket: { name: bucket }, object },
  };
}

function broken(upload: Upload, s3: object) {
  const record = toRecord(upload);
  return { Records: [{ ...record, s3: { ...record.s3, ...s3 } }] };
}

/** What else may come into the queue. */
const OTHERS: readonly ((upload: Upload) => unknown)[] = [
  (upload) => ({ Type: 'Notification', Message: JSON.stringify({ Records: [toRecord(upload)] }) }),
  (upload) => ({
    Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify({ Records: [toRecord(upload)] }) } }],
  }),
  ({ bucket, name, size }) => ({
    ...{ 'detail-type': 'Object Created', source: 'aws.s3', time: '2026-01-31T12:00:00Z' },
    detail: { bucket: { name: bucket }, object: { key: name, size, etag: 'e', sequencer: '0A' } },
  }),
  () => ({ specversion: '1.0', id: '1', source: '/shop', type: 'order.placed' }),
  () => ({ Service: 'Amazon S3', Event: 's3:TestEvent' }),
  (upload) => ({ Records: [toRecord(upload, 'ObjectRemoved:Delete')] }),
  (upload) => ({ Records: [toRecord(upload, 'ObjectCreated:Whatever')] }),
  (upload) => broken(upload, { object: { size: 1, sequencer: '0A' } }),
  (upload) => broken(upload, { object: { key: 'a.png', sequencer: '0A' } }),
  (upload) => broken(upload, { bucket: {} }),
  (upload) => ({ Records: [{ ...toRecord(upload), eventSource: 'minio:s3' }] }),
];

/** `body`: what is in the message; `plain`: the notification of one upload, as S3 writes it. */
type Drawn = { readonly body: unknown; readonly plain: boolean };

export const inTheQueue: Trial<Drawn> = {
  source: 'uploads',
  tables: uploadTables,
  draw: () =>
    fc.oneof(
      {
        arbitrary: uploads.map((upload): Drawn => ({ body: { Records: [toRecord(upload)] }, plain: true })),
        weight: 4,
      },
      {
        arbitrary: fc
          .array(uploads, { minLength: 2, maxLength: 3 })
          .map((all): Drawn => ({ body: { Records: all.map((one) => toRecord(one)) }, plain: false })),
        weight: 1,
      },
      {
        arbitrary: fc
          .tuple(uploads, fc.constantFrom(...OTHERS))
          .map(([upload, make]): Drawn => ({ body: make(upload), plain: false })),
        weight: 1,
      },
    ),
  toMessage: (aws, { body, plain }) => inQueue(aws, JSON.stringify(body), plain),
};
