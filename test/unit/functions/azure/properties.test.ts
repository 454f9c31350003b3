import { it } from '@jest/globals';
import fc from 'fast-check';
import { decode } from '../../../../functions/azure/decode.ts';
import { decodeHub } from '../../../../functions/azure/decode-hub.ts';
import blobCreated from '../../../fixtures/azure/blob-created.cloudevents.json' with { type: 'json' };
import gridEvent from '../../../fixtures/azure/blob-created.event-grid.json' with { type: 'json' };
import metadata from '../../../fixtures/azure/event-hub-metadata.json' with { type: 'json' };
import { anyJson, mutationsOf } from '../any-json.ts';
import { LIMITS } from '../decoded.ts';

const payload = fc.oneof(anyJson, mutationsOf(blobCreated), mutationsOf(gridEvent));

it('gives one item for any JSON from Event Grid, and never throws', () => {
  fc.assert(fc.property(payload, (given) => decode(given, LIMITS).length === 1));
});

it('gives at least one item for every message of any batch, with any metadata', () => {
  const message = fc.oneof(
    payload,
    fc.uint8Array(),
    fc.string(),
    payload.map((value) => JSON.stringify(value)),
  );
  const properties = fc.oneof(mutationsOf(metadata), anyProperties()).map((value) => Object(value));
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1 }),
      properties,
      (messages, given) => decodeHub({ messages, metadata: given }, LIMITS).length >= messages.length,
    ),
  );
});

/** Properties in which a message in binary mode may be. */
function anyProperties(): fc.Arbitrary<object> {
  const name = fc.constantFrom('ce_specversion', 'cloudEvents:id', 'ce_type', 'ce_source', 'content-type', 'ce_data');
  const own = fc.dictionary(name, fc.oneof(anyJson, fc.constantFrom('1.0', 'application/cloudevents-batch+json')));
  return fc.array(own).map((propertiesArray) => ({ ...metadata, propertiesArray }));
}
