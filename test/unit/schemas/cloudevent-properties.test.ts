import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { parseJson } from '../../../shared/schemas/json.ts';

const NAMES = [
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'data',
  'data_base64',
];
const ANYTHING = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
});

describe('parseCloudEvent', () => {
  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(ANYTHING, (input) => {
        expect(typeof parseCloudEvent(input).ok).toBe('boolean');
      }),
    );
  });

  it('never throws, whatever its attributes hold', () => {
    const members = fc.dictionary(fc.constantFrom(...NAMES, 'ext', '__proto__', 'constructor'), ANYTHING);
    fc.assert(
      fc.property(members, (input) => {
        expect(typeof parseCloudEvent({ specversion: '1.0', ...input }).ok).toBe('boolean');
      }),
    );
  });

  it('takes what it has taken before, and gives the same again', () => {
    const event = fc.record(
      {
        specversion: fc.constant('1.0'),
        id: fc.string({ minLength: 1, unit: 'grapheme' }),
        source: fc.webUrl(),
        type: fc.constantFrom('order.placed', 'constructor'),
        subject: fc.option(fc.string({ unit: 'binary' })),
        time: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        data: fc.jsonValue(),
      },
      { requiredKeys: ['specversion', 'id', 'source', 'type'] },
    );
    fc.assert(
      fc.property(event, (input) => {
        const first = parseCloudEvent(input);
        if (first.ok) expect(parseCloudEvent(first.value)).toEqual(first);
      }),
    );
  });
});

describe('parseJson', () => {
  it('gives a problem or a value for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(typeof parseJson(bytes).ok).toBe('boolean');
      }),
    );
  });
});
