import fc from 'fast-check';
import { type Alphabet, leavesOf } from '../../../../reference/alphabets.ts';
import { events as objects } from '../../../../reference/events.ts';
import type { Json } from '../../../../reference/json.ts';
import { EMITTED, TYPES } from './tables.ts';

export type JsonObject = { readonly [key: string]: Json };

/** CloudEvents in JSON whose attributes and data are of the alphabet. `odd`: also such as no publisher of ours writes. */
export function cloudEvents(alphabet: Alphabet, odd: boolean): fc.Arbitrary<JsonObject> {
  const text = fc.constantFrom('a', 'b', 'ab', 'x', ...alphabet.texts.filter(isAllowed));
  const usual = fc.record(
    {
      specversion: fc.constant('1.0'),
      id: fc.constantFrom('1', '2'),
      source: fc.constantFrom('/shop', '/s', 'a', 'urn:x'),
      type: types(),
      subject: text,
      time: fc.constant('2026-01-31T12:00:00Z'),
      ext: fc.oneof(text, fc.boolean(), fc.constantFrom(0, 1, 10)),
      data: fc.oneof({ arbitrary: objects(alphabet), weight: 6 }, fc.constantFrom(...leavesOf(alphabet))),
    },
    { requiredKeys: ['specversion', 'id', 'source', 'type'] },
  );
  const event = fc.tuple(
    usual,
    fc.oneof({ arbitrary: fc.constant({}), weight: 9 }, fc.constant({ waybillroute: 'route-0' })),
  );
  const whole = event.map(([one, more]): JsonObject => ({ ...one, ...more }));
  return odd
    ? fc.oneof({ arbitrary: whole, weight: 3 }, fc.tuple(whole, fc.constantFrom(...ODDITIES)).map(apply))
    : whole;
}

function types(): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...TYPES), weight: 6 },
    { arbitrary: fc.constantFrom(...EMITTED), weight: 1 },
    { arbitrary: fc.constantFrom('nobody.knows', 'waybill.sweep', 'waybill.join.due'), weight: 1 },
  );
}

type Oddity = (event: JsonObject) => JsonObject;

const ODDITIES: readonly Oddity[] = [
  ...['subject', 'ext', 'time', 'id', 'source', 'type', 'specversion'].map(
    (name): Oddity =>
      (event) => ({ ...event, [name]: null }),
  ),
  ...['id', 'source', 'type', 'specversion'].map(
    (name): Oddity =>
      (event) =>
        without(event, name),
  ),
  (event) => ({ ...event, specversion: '0.3' }),
  (event) => ({
    ...without(event, 'data'),
    datacontenttype: 'application/json',
    data_base64: toBase64(event.data ?? null),
  }),
];

function apply([event, change]: readonly [JsonObject, Oddity]): JsonObject {
  return change(event);
}

function without(event: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([key]) => key !== name));
}

function toBase64(data: Json): string {
  return Buffer.from(JSON.stringify(data)).toString('base64');
}

/** What an attribute may hold (CloudEvents 1.0.2 §3.1). */
function isAllowed(text: string): boolean {
  return text !== '' && !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text);
}
