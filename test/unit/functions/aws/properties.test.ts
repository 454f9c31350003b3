import { it } from '@jest/globals';
import fc from 'fast-check';
import { decode } from '../../../../functions/aws/decode.ts';
import bridge from '../../../fixtures/aws/event-bridge-object-created.json' with { type: 'json' };
import msk from '../../../fixtures/aws/msk.json' with { type: 'json' };
import s3 from '../../../fixtures/aws/s3.json' with { type: 'json' };
import sns from '../../../fixtures/aws/sns.json' with { type: 'json' };
import notification from '../../../fixtures/aws/sns-notification.json' with { type: 'json' };
import sqs from '../../../fixtures/aws/sqs.json' with { type: 'json' };
import fifo from '../../../fixtures/aws/sqs-fifo.json' with { type: 'json' };
import { runs } from '../../../runs.ts';
import { anyJson, mutationsOf } from '../any-json.ts';
import { LIMITS } from '../decoded.ts';

const documents = [bridge, msk, s3, sns, notification, sqs, fifo].map(mutationsOf);
const payload = fc.oneof(anyJson, ...documents);

it('decodes any JSON without a throw', () => {
  fc.assert(
    fc.property(payload, (given) => decode(given, LIMITS).length >= 0),
    { numRuns: runs(1_000) },
  );
});

it('gives at least one item for each record of a Kafka batch', () => {
  const record = fc.oneof(anyJson, mutationsOf(msk.records['mytopic-0'][0]));
  const records = fc.dictionary(fc.string(), fc.array(record));
  fc.assert(
    fc.property(records, (given) => {
      const count = Object.values(given).reduce((sum, list) => sum + list.length, 0);
      return decode({ ...msk, records: given }, LIMITS).length >= count;
    }),
  );
});

it('gives at least one item for each message of a queue, whatever is in it', () => {
  const body = fc.oneof(
    fc.string(),
    anyJson,
    payload.map((value) => JSON.stringify(value)),
  );
  const message = fc.tuple(fc.constantFrom(sqs.Records[0], fifo.Records[0]), body);
  const messages = fc.array(
    message.map(([record, content]) => ({ ...record, body: content })),
    { minLength: 1 },
  );
  fc.assert(fc.property(messages, (Records) => decode({ Records }, LIMITS).length >= Records.length));
});

it('gives at least one item for each record of S3 or SNS', () => {
  const record = fc.oneof(mutationsOf(s3.Records[0]), mutationsOf(sns.Records[0]), anyJson);
  const records = fc.array(record, { minLength: 1 });
  fc.assert(fc.property(records, (Records) => decode({ Records }, LIMITS).length >= Records.length));
});
