import { describe, expect, it } from '@jest/globals';
import { toLetterRecord, withoutValue } from '../../../../functions/kafka/dead-letters/letter-record.ts';
import type { Letter } from '../../../../shared/delivery/letters.ts';
import { EVENT, headers, record } from './records.ts';

const LETTER: Letter = {
  id: 'l-1',
  route: 'charge',
  code: 'attempts-exhausted',
  reason: 'the handler threw: déjà vu',
  attempts: 5,
  event: EVENT,
  raw: Buffer.from('raw'),
};

const NAMES = /^(?:__connect\.|waybill-)/;

/** What was put behind the headers that came. */
function added(given: ReturnType<typeof toLetterRecord>): Record<string, string> {
  const pairs = given.headers.map(([name, value]) => [`${name}`, `${value}`] as const);
  return Object.fromEntries(pairs.filter(([name]) => NAMES.test(name)));
}

describe('a letter on the dead-letter topic', () => {
  it('has key, value and headers as they came, byte for byte, those that repeat and those without a value too', () => {
    const given = headers(['trace', 'a'], ['trace', new Uint8Array([0xff, 0])], ['none', null]);
    const one = record('', { key: Buffer.from([0xfe]), value: Buffer.from([0, 0xff]), headers: given });
    const copy = toLetterRecord(LETTER, one, 'waybill');
    expect(copy.key).toBe(one.key);
    expect(copy.value).toBe(one.value);
    expect(copy.headers.slice(0, 3)).toEqual(given);
  });

  it('says why under the names of Kafka Connect, and under ours', () => {
    expect(added(toLetterRecord(LETTER, record(EVENT), 'shop'))).toEqual({
      '__connect.errors.topic': 'orders',
      '__connect.errors.partition': '3',
      '__connect.errors.offset': '41',
      '__connect.errors.connector.name': 'shop',
      '__connect.errors.task.id': '0',
      '__connect.errors.stage': 'TASK_PUT',
      '__connect.errors.class.name': 'waybill.charge',
      '__connect.errors.exception.class.name': 'attempts-exhausted',
      '__connect.errors.exception.message': 'the handler threw: déjà vu',
      'waybill-letter': 'l-1',
      'waybill-code': 'attempts-exhausted',
      'waybill-route': 'charge',
      'waybill-attempts': '5',
      'waybill-timestamp': '1767225600000',
    });
  });

  it('of a record that is no event says that its value could not be read', () => {
    const { route: _, event: __, ...unread } = LETTER;
    const said = added(
      toLetterRecord({ ...unread, code: 'tombstone' }, record('', { value: null, timestamp: -1n }), 'shop'),
    );
    expect(said).toMatchObject({ '__connect.errors.stage': 'VALUE_CONVERTER', 'waybill-code': 'tombstone' });
    expect(said).not.toHaveProperty('waybill-route');
    expect(said).not.toHaveProperty('waybill-timestamp');
  });

  it('is the same record for the same letter', () => {
    expect(toLetterRecord(LETTER, record(EVENT), 'shop')).toEqual(toLetterRecord(LETTER, record(EVENT), 'shop'));
  });

  it('that no record led to holds what came instead', () => {
    const copy = toLetterRecord(LETTER, undefined, 'shop');
    expect(copy).toMatchObject({ key: null, value: LETTER.raw });
    expect(Object.keys(added(copy))).not.toContain('__connect.errors.topic');
  });

  it('without its value says how large that was', () => {
    const copy = withoutValue(toLetterRecord(LETTER, record('', { value: Buffer.alloc(2_000) }), 'shop'));
    expect(copy.value).toHaveLength(0);
    expect(added(copy)).toMatchObject({ 'waybill-letter': 'l-1', 'waybill-value-left-out': '2000 bytes' });
  });
});
