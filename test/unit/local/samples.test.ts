import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { fromJsonSchema } from '../../../local/samples/from-json-schema.ts';
import { isKnownType, type KnownType, sampleFor } from '../../../local/samples/sample-for.ts';
import { sampleOrder } from '../../../local/samples/sample-order.ts';
import { samplePhoto } from '../../../local/samples/sample-photo.ts';
import { toSampleEvent } from '../../../local/samples/to-sample-event.ts';
import { testRoute } from '../../../shared/delivery/test-route.ts';
import { routes } from '../../../shared/routes.ts';
import { contentTypeOf, toBlobUploaded } from '../../../shared/schemas/blob.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { events } from '../../../shared/schemas/events.ts';
import { OrderPlaced } from '../../../shared/schemas/order.ts';
import { type Schema, validate } from '../../../shared/schemas/schema.ts';

const types = Object.keys(events).filter(isKnownType);

describe('a sample', () => {
  it.each(types)('of %s fits its schema', async (type: KnownType) => {
    const schema: Schema = events[type];
    expect(await validate(schema, sampleFor(type))).toMatchObject({ ok: true });
  });

  it.each(types)('of %s makes a CloudEvent with an id of its own and a time', async (type: KnownType) => {
    const [one, two] = [toSampleEvent(type), toSampleEvent(type)];
    expect(parseCloudEvent(JSON.parse(JSON.stringify(one)))).toEqual({ ok: true, value: one });
    expect(one.id).not.toBe(two.id);
    expect(one).toMatchObject({ type, source: '/waybill/samples', subject: expect.any(String) });
  });

  it('of a type is there for those that have a schema', () => {
    expect(types).toHaveLength(Object.keys(events).length);
    expect([isKnownType('order.placed'), isKnownType('order.lost'), isKnownType('toString')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([1, 42, 'A-7'])('order %j is valid, has that id and adds up', (id) => {
    const order = OrderPlaced.parse(sampleOrder(id));
    expect(order.orderId).toBe(typeof id === 'number' ? `order-${id}` : id);
    expect(order.lines.reduce((sum, { quantity, unitAmount }) => sum + quantity * unitAmount, 0)).toBe(
      order.totalAmount,
    );
  });
});

describe('a value for a JSON Schema', () => {
  it.each<[object, unknown]>([
    [{ type: 'string', enum: ['open', 'closed'] }, 'open'],
    [{ const: 7 }, 7],
    [{ type: 'integer', exclusiveMinimum: 5 }, 6],
    [{ type: 'number', minimum: 0, maximum: 0.5 }, 0.5],
    [{ type: 'boolean' }, true],
    [{ anyOf: [{ type: 'null' }, { type: 'string' }] }, null],
    [{ type: 'string', minLength: 12 }, 'sample-1----'],
    [{ type: 'array', items: { type: 'string', pattern: '^[A-Z]{3}$' }, minItems: 2 }, ['EUR', 'EUR']],
    [{ type: 'object', properties: { email: { type: 'string' } } }, { email: 'ada@example.com' }],
  ])('fits %j', (schema, expected) => {
    expect(fromJsonSchema({ ...schema })).toEqual(expected);
  });

  it('is refused, naming the place, where none is known', () => {
    const schema = { type: 'object', properties: { code: { type: 'string', pattern: '^§{9}$' } } };
    expect(() => fromJsonSchema(schema)).toThrow('No sample for "code"');
  });
});

describe('the sample photo', () => {
  it('is a JPEG of 12 megapixels that lies on its side, with EXIF and a colour profile', async () => {
    const photo = await samplePhoto();
    const metadata = await sharp(photo).metadata();
    expect(metadata).toMatchObject({ format: 'jpeg', width: 4000, height: 3000, orientation: 6, hasProfile: true });
    expect(metadata.exif?.toString('latin1')).toContain('Waybill');
    expect((await sharp(photo).stats()).entropy).toBeGreaterThan(3);
  });

  it('becomes upright thumbnails through the route table', async () => {
    const bytes = await samplePhoto();
    const name = 'photos/holiday.jpg';
    const data = {
      bucket: 'uploads',
      name,
      version: '1',
      size: bytes.length,
      contentType: contentTypeOf(name),
      etag: 'e',
    };
    const route = routes.routes.find((each) => each.name === 'resize');
    if (route === undefined) throw new Error('The table has no route "resize"');
    const blobs = { [`uploads/${name}`]: { bytes, contentType: 'image/jpeg', metadata: {} } };
    const { emitted } = await testRoute(route, toBlobUploaded('gs://uploads', data), { blobs });
    expect(emitted[0]?.data).toMatchObject({
      thumbnails: [
        { width: 320, height: 427 },
        { width: 1024, height: 1365 },
      ],
    });
  });
});
