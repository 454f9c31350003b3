import { describe, expect, it } from '@jest/globals';
import { CloudEvent as SdkEvent } from 'cloudevents';
import fc from 'fast-check';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { runs } from '../../runs.ts';

const MINIMAL = { specversion: '1.0', id: '1', source: '/shop', type: 'order.placed' };

function sdkTakes(event: object): boolean {
  try {
    // Missing attributes are not compared, since it makes them up, nor are control characters and media types, which it does not check.
    new SdkEvent(event, true);
    return true;
  } catch {
    return false;
  }
}

function weTake(event: object): boolean {
  return parseCloudEvent(event).ok;
}

describe('parseCloudEvent and the CloudEvents SDK agree on', () => {
  it('events that the SDK makes', () => {
    const made = new SdkEvent({ source: '/shop', type: 'order.placed', data: { a: 1 }, subject: 's', ext: 'x' });
    const json: unknown = JSON.parse(JSON.stringify(made));
    expect(parseCloudEvent(json)).toEqual({ ok: true, value: json });
  });

  it.each<[string, object]>([
    ['an empty source', { source: '' }],
    ['an empty type', { type: '' }],
    ['an empty subject', { subject: '' }],
    ['a capital letter in a name', { Ext: 'x' }],
    ['a fraction', { ext: 1.5 }],
    ['a boolean', { ext: true }],
    ['null', { ext: null }],
    ['a data schema that is relative', { dataschema: 'order.json' }],
    ['a day that is not', { time: '2026-02-30T00:00:00Z' }],
    ['an hour that is not', { time: '2026-02-28T24:00:00Z' }],
    ['an offset', { time: '2026-02-28T23:00:00-08:00' }],
  ])('%s', (_what, members) => {
    expect(weTake({ ...MINIMAL, ...members })).toBe(sdkTakes({ ...MINIMAL, ...members }));
  });

  // After a start that settles scheme and host: there the SDK takes what RFC 3986 does not, such as `a~b:c` (§4.2) or a port of letters.
  it('which texts are a URI-reference', () => {
    const start = fc.constantFrom('/a/', 'urn:x:', 'gs://host:1/', '?', '#');
    const piece = fc.constantFrom(...'aZ09:/?#%4.~@|<ü \\[-_', '%41', '//', 'ab:');
    fc.assert(
      fc.property(start, fc.array(piece, { maxLength: 8 }), (begin, pieces) => {
        const event = { ...MINIMAL, source: begin + pieces.join('') };
        expect(weTake(event)).toBe(sdkTakes(event));
      }),
      { numRuns: runs(1_000) },
    );
  });
});
