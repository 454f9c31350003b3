import type { Door, Odd } from '../harness.ts';
import { emittedOnly } from '../things.ts';
import {
  BATCHED,
  binary,
  json,
  type KafkaPayload,
  odd as made,
  STRUCTURED,
  structured,
  valueAlone,
} from './records.ts';

export const doors: readonly Door<KafkaPayload>[] = [
  { name: 'as the value of a record', make: (body) => made({ value: body }), except: {} },
  {
    name: 'as the value of a record that says CloudEvents',
    make: (body) => made({ value: body, headers: [STRUCTURED] }),
    except: {},
  },
];

const FRAMED = Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), json(emittedOnly())]);

export const odd: readonly Odd<KafkaPayload>[] = [
  { name: 'a tombstone', fate: { code: 'tombstone' }, make: () => made({ value: null, key: Buffer.from('k') }) },
  { name: 'a tombstone without a key', fate: { code: 'tombstone' }, make: () => made({ value: null }) },
  {
    name: 'a tombstone in binary mode, which is an event',
    fate: { quiet: true },
    make: () => made({ ...binary(emittedOnly()), value: null }),
  },
  {
    name: 'a record that has no time, which is an event',
    fate: { quiet: true },
    make: () => made(structured(emittedOnly(), { timestamp: -1n })),
  },
  {
    name: 'an event under a key that is no text',
    fate: { quiet: true },
    make: () => made(structured(emittedOnly(), { key: Buffer.from([0xff, 0, 0xfe]) })),
  },
  { name: 'a value of a schema registry', fate: { code: 'schema-registry' }, make: () => made({ value: FRAMED }) },
  {
    name: 'a value of a schema registry that says CloudEvents',
    fate: { code: 'schema-registry' },
    make: () => made({ value: FRAMED, headers: [STRUCTURED] }),
  },
  {
    name: 'an attribute that comes twice',
    fate: { code: 'repeated-header' },
    make: () => {
      const { headers = [], ...record } = binary(emittedOnly());
      return made({ ...record, headers: [...headers, ['CE_ID', 'another']] });
    },
  },
  {
    name: 'an attribute that is not UTF-8',
    fate: { code: 'bad-utf8' },
    make: () => {
      const value = Buffer.from('{}');
      const headers = [['ce_specversion', Buffer.from([0xff])]] as const;
      const raw = Buffer.concat([Buffer.from('ce_specversion: '), Buffer.from([0xff]), Buffer.from('\r\n\r\n{}')]);
      return { payload: { records: [{ value, headers }], ids: [] }, raw: [raw] };
    },
  },
  {
    name: 'a batch that is none',
    fate: { code: 'not-a-batch' },
    make: () => made({ ...valueAlone(emittedOnly()), headers: [BATCHED] }),
  },
  {
    name: 'a batch of nothing',
    fate: { code: 'not-a-batch' },
    make: () => made({ value: Buffer.from('[]'), headers: [BATCHED] }),
  },
  {
    name: 'another application’s record, with headers of its own',
    fate: { code: 'missing-attribute' },
    make: () => made({ value: Buffer.from('{"payload":1}'), headers: [['spring_json_header_types', '{}']] }),
  },
];
